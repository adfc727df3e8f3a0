import type { CosignServerOptions } from '../../domain/cosign/server-records.ts'
import { fail } from '../../domain/failure.ts'
import { certificationRequestTbs } from '../../domain/pki/certificate-request.ts'
import type { Sm2Point } from '../../domain/sm/sm2-curve.ts'
import { messageDigest } from '../../domain/sm/sm2-sign.ts'
import { SigningFields } from '../../protocol/signing-fields.ts'
import { attachmentDigestOf } from '../../protocol/tickets.ts'
import type { Certificates, PairRow } from '../certificates/repository.ts'
import { enterpriseSubject } from '../certificates/rules.ts'
import type { Parts } from '../parts.ts'
import type { SealMaker } from '../seals/seal-maker.ts'
import { bodyOf, stateOf, type Tickets } from '../tickets/repository.ts'
import { type FieldsOf, presenceDocument, sealDocument, statementDocument, unwrappingDocument } from './rules.ts'

interface DocumentParts {
  parts: Parts
  tickets: Tickets
  certificates: Certificates
  sealMaker: SealMaker
  /** When bids of this section may be opened; null for a section that is not this platform's. */
  openingAtOf: (sectionCode: string) => number | null
}

/**
 * What the server's share may be used for. Every document is rebuilt from the stored ticket, of which the account is
 * the one that scanned it; nothing that a phone sends is signed as it came. No effect on any record.
 */
export function createDocuments({ parts, tickets, certificates, sealMaker, openingAtOf }: DocumentParts) {
  const { now } = parts

  function scannedBody(ticketId: string, account: string) {
    const row = tickets.find(ticketId)
    if (row === null || row.account_id !== account) return fail('request.forbidden', {})
    const state = stateOf(row, now())
    if (state.name === 'expired') return fail('ticket.expired', {})
    return state.name === 'scanned' ? bodyOf(row) : fail('ticket.closed', {})
  }

  function usablePair(pair: PairRow | null, account: string): PairRow {
    if (pair === null || pair.account_id !== account || pair.revoked_at !== null || pair.not_after <= now())
      return fail('request.forbidden', {})
    return pair
  }

  function rebuild(fields: SigningFields, { account, key }: { account: string; key: string }, publicKey: Sm2Point) {
    if (fields.act === 'certification-request') return requestDocument(fields, { account, key }, publicKey)
    const body = scannedBody(fields.ticketId, account)
    const pair = usablePair(certificates.ofSignKey(key), account)
    if ('socialCreditCode' in body && body.socialCreditCode !== pair.social_credit_code)
      return fail('ticket.account-mismatch', {})
    if ('certificateDigest' in body && body.certificateDigest !== pair.signing_digest)
      return fail('ticket.account-mismatch', {})
    switch (fields.act) {
      case 'presence':
        return presenceDocument(body)
      case 'seal': {
        if (body.kind !== 'seal') return fail('request.forbidden', {})
        const item = body.items[fields.item] ?? fail('input.invalid', { field: 'fields.item' })
        const seal = sealMaker.sealOf(pair.pair_id, item.sealDigest) ?? fail('request.not-found', {})
        return sealDocument(item, seal, fields, now())
      }
      case 'statement': {
        if (body.kind !== 'generate' && body.kind !== 'rewrap') return fail('request.forbidden', {})
        // ⚔ Only colleagues may be made recipients, whatever a phone asks for.
        const isColleague = (digest: string) =>
          certificates.ofEncryptionDigest(digest)?.social_credit_code === pair.social_credit_code
        if (!fields.recipients.every(isColleague)) return fail('request.forbidden', {})
        return statementDocument(body, fields, now())
      }
      case 'unwrapping':
        if (fields.openedWith !== pair.encryption_digest) return fail('request.forbidden', {})
        return unwrappingDocument(body, fields, now())
    }
  }

  function requestDocument(
    fields: FieldsOf<'certification-request'>,
    { account, key }: { account: string; key: string },
    publicKey: Sm2Point,
  ): Uint8Array {
    const application = certificates.application(fields.applicationId)
    const isOwn =
      application !== null &&
      application.account_id === account &&
      application.enterprise_name === fields.enterpriseName &&
      application.social_credit_code === fields.socialCreditCode &&
      certificates.ofApplication(application.application_id) === null &&
      certificates.ofSignKey(key) === null
    if (!isOwn) return fail('request.forbidden', {})
    const subject = enterpriseSubject(fields.enterpriseName, fields.socialCreditCode)
    return certificationRequestTbs({ subject, publicKey })
  }

  return {
    rebuildDigest(untrusted, publicKey, signer) {
      const fields = SigningFields.safeParse(untrusted)
      if (!fields.success) return fail('input.invalid', { field: 'fields' })
      return messageDigest(publicKey, rebuild(fields.data, signer, publicKey))
    },
    permitDecryption({ account, key, ticket, act }) {
      const pair = certificates.ofEncryptKey(key)
      // A key that has no certificate yet has nothing to open but its own trial.
      if (act === 'trial') return pair === null ? undefined : fail('request.forbidden', {})
      const body = scannedBody(ticket, account)
      // ⚔ What was approved as one act, such as a rehearsal, helps with no other.
      const isApproved = act === body.kind && attachmentDigestOf(body) !== null
      // Expired certificates may still open old bids; revoked ones may not.
      if (!isApproved || pair?.account_id !== account || pair.revoked_at !== null) return fail('request.forbidden', {})
      if (body.kind !== 'open' || body.purpose !== 'hall') return
      const openingAt = openingAtOf(body.section.sectionCode) ?? fail('request.not-found', {})
      if (now() < openingAt) fail('opening.too-early', { notBefore: openingAt })
    },
  } satisfies Pick<CosignServerOptions, 'rebuildDigest' | 'permitDecryption'>
}

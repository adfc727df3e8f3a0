import { join } from 'node:path'
import type { Job } from '../../contract/define.ts'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import { type BidFileEnds, endsOf } from '../../domain/bid-file/rewrap.ts'
import { recipientsOf } from '../../domain/bid-file/trailer.ts'
import { base64UrlOf, hexOf } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { certificateDigest, holderOf } from '../../domain/pki/certificate.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { openFileSource } from '../../node/file-source.ts'
import type { Desktop } from '../desktop.ts'
import { sectionOf } from '../project/section.ts'
import { type Answered, askPhone } from '../tickets/ask-phone.ts'
import { trustedCertificate } from '../tickets/trust.ts'
import { type BidDigests, digestOf, requireUnchanged } from './bid-digests.ts'
import type { Rehearsal, StoredBidFile } from './repository.ts'
import { requireUnwrapping } from './require-unwrapping.ts'

/**
 * 解密演练 with one certificate: the file is whole, and this certificate's holder could open it. Nothing is decrypted here:
 * the file key stays on the phone. Failures: `file.unreadable`, `file.changed`, `bid-file.not-a-recipient`, those of
 * `endsOf` and `askPhone`, `act.answer-invalid`.
 */
export function createRehearsing(desktop: Desktop, digests: BidDigests, program: string) {
  /** Files that were digested and have not been written since: the next certificate's rehearsal begins at once. */
  const whole = new Map<string, string>()

  async function requireDigested(bid: StoredBidFile, job: Job<ActProgress>) {
    const { bidFileName: fileName } = bid
    const path = join(bid.folder, fileName)
    const written = await requireUnchanged(path, bid.sizeInBytes)
    const { digest } = await digests.of(bid, job)
    const state = `${written}/${digest}`
    if (whole.get(path) === state) return
    // What was never digested before is what was just digested.
    if (bid.digest !== null && hexOf(await digestOf(path, program, job)) !== digest) fail('file.changed', { fileName })
    whole.set(path, state)
  }

  return async function rehearse(bid: StoredBidFile, job: Job<ActProgress>): Promise<Rehearsal> {
    await requireDigested(bid, job)
    const source = await openFileSource(join(bid.folder, bid.bidFileName))
    const ends = await endsOf(source).finally(() => source.close())
    const header = ends.bytes.subarray(0, ends.header.sizeInBytes)
    const rehearsal = await requireRehearsal(desktop, ends, await ask(bid, ends, header, job))
    desktop.bidFiles.putRehearsal(bid.bidFileId, rehearsal)
    return rehearsal
  }

  async function ask(bid: StoredBidFile, { signed }: BidFileEnds, header: Uint8Array, job: Job<ActProgress>) {
    try {
      return await askPhone<'rehearse'>(
        desktop.server,
        {
          kind: 'rehearse',
          section: sectionOf(desktop.views.required(bid.projectId)),
          bidderName: holderOf(signed.signer).name,
          socialCreditCode: signed.statement.socialCreditCode,
          headerDigest: base64UrlOf(sm3(header)),
        },
        { signal: job.signal, report: job.report, attachment: header },
      )
    } catch (error) {
      if (!(error instanceof BidsealError)) throw error
      const { failure } = error
      if (failure.code !== 'act.refused' || failure.details.reason !== 'not-recipient') throw error
      const recipients = bid.recipients.map(({ personName, authorityName }) => `${personName}（${authorityName}）`)
      return fail('bid-file.not-a-recipient', { recipients }, error)
    }
  }
}

/** ⚔ A server that makes up a result: it is signed by a certificate of the bidder, for this ticket and header. */
async function requireRehearsal(
  desktop: Desktop,
  { signed }: BidFileEnds,
  { ticketId, body, answer }: Answered<'rehearse'>,
): Promise<Rehearsal> {
  const { socialCreditCode } = signed.statement
  const { server } = desktop
  const trust = await desktop.trust()
  const { certificate } = trustedCertificate(answer.certificate, {
    trust,
    at: server.now(),
    usage: 'sign',
    socialCreditCode,
  })
  const recipients = recipientsOf(signed).map((one) => base64UrlOf(certificateDigest(one)))
  const { openedWith, outcome, at, personName, signature } = answer
  if (!recipients.includes(openedWith)) fail('act.answer-invalid', {})
  const { headerDigest } = body
  const unwrapping = { act: 'unwrapping', ticketId, openedWith, headerDigest, outcome, at } as const
  requireUnwrapping(unwrapping, certificate, signature)
  const evidence = { ...unwrapping, personName, certificate: answer.certificate, signature }
  return { certificateDigest: openedWith, rehearsedAt: at, outcome, evidence }
}

import type { RevocationReason } from '../../src/domain/pki/revocation-entries.ts'
import { buildRevocationList, readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import { signMessage } from '../../src/domain/sm/sm2-sign.ts'
import type { Check } from '../../src/domain/verify/report.ts'
import type { Trust } from '../../src/domain/verify/trust.ts'
import { type Authorities, type Identity, today, validFrom, validUntil } from './authorities.ts'

/** Trust in the test root with a current list of every authority, on which the given certificates are revoked. */
export function trustIn({ root, issuing, random }: Authorities, ...revoked: readonly Identity[]): Trust {
  const reason: RevocationReason = 'keyCompromise'
  const revocations = new Map(
    revoked.map(({ certificate }) => [certificate.serialNumber, { at: new Date(today.getTime() - 1000), reason }]),
  )
  const lists = [root, ...issuing].map(({ certificate, key }) =>
    buildRevocationList(
      { issuer: certificate, number: 1n, thisUpdate: validFrom, nextUpdate: validUntil, revocations },
      (tbs) => signMessage(key, tbs, random),
    ),
  )
  return {
    roots: [root.certificate],
    intermediates: issuing.map(({ certificate }) => certificate),
    revocationLists: lists.map(readRevocationList),
  }
}

/** Trust in nothing. */
export const noTrust: Trust = { roots: [], intermediates: [], revocationLists: [] }

/** A report's checks in short: what was asked and how it ended. */
export const outline = (checks: readonly Check[]): string[] =>
  checks.map(({ topic, outcome, finding }) => `${topic} ${outcome} ${finding.kind}`)

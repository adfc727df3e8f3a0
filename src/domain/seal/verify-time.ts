import type { Certificate } from '../pki/certificate.ts'
import type { ChainReport } from '../pki/chain.ts'
import { type AuthorityVerifier, type TimeStampReport, verifyTimeStamp } from '../pki/time-stamp-token.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import { sm3 } from '../sm/sm3.ts'
import type { Seal } from './read-seal.ts'
import { type SesSignature, stampedBytes } from './ses-signature.ts'

/**
 * How far a claimed time may lie after the time stamp, which is made later: clocks differ, and a server lets a signer's
 * differ as much.
 */
const toleranceMs = 10 * 60_000

export type TimeReport =
  /** Nobody but the signer says when it was. */
  | { kind: 'own-clock' }
  /** The signature existed at `at`: judge certificates and their revocation by it. */
  | { kind: 'time-stamped'; at: Date; authority: Certificate; chain: Extract<ChainReport, { kind: 'valid' }> }
  | {
      kind: 'time-stamp-bad'
      problem:
        | Exclude<TimeStampReport, { kind: 'valid' }>
        /** Older than what it stamps claims to be. */
        | { kind: 'older-than-claimed'; at: Date }
    }

/** What a signature's time stamp proves of its time of signing (GB/T 38540-2020, clause 7.3). Never throws. */
export function verifySigningTime(signature: SesSignature, verifyAuthority: AuthorityVerifier): TimeReport {
  return verifyTime({ ...signature, claimed: signature.signingTime }, verifyAuthority)
}

/** What a seal's time stamp proves of its time of making (GM/T 0031-2025). Never throws. */
export function verifyMakingTime(seal: Seal, verifyAuthority: AuthorityVerifier): TimeReport {
  return verifyTime({ ...seal, claimed: seal.createdAt }, verifyAuthority)
}

function verifyTime(
  { timeStamp, signature, claimed }: { timeStamp: Uint8Array | null; signature: Sm2Signature; claimed: Date },
  verifyAuthority: AuthorityVerifier,
): TimeReport {
  if (timeStamp === null) return { kind: 'own-clock' }
  const report = verifyTimeStamp(timeStamp, { imprint: sm3(stampedBytes(signature)), nonce: null, verifyAuthority })
  if (report.kind !== 'valid') return { kind: 'time-stamp-bad', problem: report }
  const { at, authority, chain } = report
  if (claimed.getTime() > at.getTime() + toleranceMs)
    return { kind: 'time-stamp-bad', problem: { kind: 'older-than-claimed', at } }
  return { kind: 'time-stamped', at, authority, chain }
}

import { holderOf } from '../pki/certificate.ts'
import { verifyChain } from '../pki/chain.ts'
import type { AuthorityVerifier } from '../pki/time-stamp-token.ts'
import type { SesSignature } from '../seal/ses-signature.ts'
import { verifySigningTime } from '../seal/verify-time.ts'
import { certificateFacts } from './facts.ts'
import { type Check, ownClock, passed, unsure } from './report.ts'
import type { Trust } from './trust.ts'

export interface CheckedTime {
  check: Check
  /** When certificates and seal are judged. */
  moment: Date
  /** A time stamp proves it, by an authority of which it is known that nobody revoked it. */
  isProven: boolean
}

/**
 * Whose clock told the time of signing, and the moment at which certificates and seal are judged: the time stamp's when
 * there is one that holds, else the one that the signer claims. A time stamp that does not hold proves nothing and
 * harms nothing: anybody can put one there.
 */
export function checkTime(signature: SesSignature, trust: Trust): CheckedTime {
  const verifyAuthority: AuthorityVerifier = (leaf, at, alongside) =>
    verifyChain({ ...trust, leaf, at, intermediates: [...alongside, ...trust.intermediates], usage: 'timeStamp' })
  const report = verifySigningTime(signature, verifyAuthority)
  const claimed = signature.signingTime
  switch (report.kind) {
    case 'own-clock':
      return { check: ownClock(claimed), moment: claimed, isProven: false }
    case 'time-stamp-bad': {
      const finding = { kind: 'time-stamp-bad', at: claimed.toISOString(), problem: report.problem.kind } as const
      return { check: unsure('time', finding), moment: claimed, isProven: false }
    }
    case 'time-stamped': {
      const { at, authority, chain } = report
      const path = chain.path.map(certificateFacts)
      const stamped = {
        at: at.toISOString(),
        claimed: claimed.toISOString(),
        authority: holderOf(authority).name,
        path,
        names: chain.unchecked.map((certificate) => holderOf(certificate).name),
      }
      const isProven = stamped.names.length === 0
      const judge = isProven ? passed : unsure
      return { check: judge('time', { kind: 'time-stamped', ...stamped }), moment: at, isProven }
    }
  }
}

import { fail } from '../../domain/failure.ts'
import type { Accounts } from '../accounts/repository.ts'
import type { Certificates } from '../certificates/repository.ts'
import type { Admit } from './progress.ts'
import { bodyOf } from './repository.ts'

/**
 * Who may scan: `seal`, `generate` and `rewrap` want the holder of the certificate they name, the other acts of an enterprise
 * one of its people. `identify` is for anybody, and so are `open` and `rehearse`: the phone itself says best that its
 * certificate was not chosen.
 */
export function createAdmit(accounts: Accounts, certificates: Certificates): Admit {
  return (row, { accountId }) => {
    const body = bodyOf(row)
    if (body.kind === 'identify' || body.kind === 'open' || body.kind === 'rehearse') return
    const isMember = accounts
      .view(accountId)
      .memberships.some(({ socialCreditCode }) => socialCreditCode === body.socialCreditCode)
    const isHolder =
      !('certificateDigest' in body) || certificates.ofSigningDigest(body.certificateDigest)?.account_id === accountId
    if (!isMember || !isHolder) fail('ticket.account-mismatch', {})
  }
}

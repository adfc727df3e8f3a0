import { base64UrlOf, bytesOfBase64Url, equalBytes, utf8Bytes } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { accountRoutes } from '../../protocol/http-api.ts'
import { signInMessage } from '../../protocol/request-proof.ts'
import type { Devices } from '../cosign/routes.ts'
import { isSignedByDevice, readDeviceKey } from '../http/proofs.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import { sixDigits } from '../six-digits.ts'
import type { Accounts } from './repository.ts'
import {
  type CodeRow,
  codeLifetimeMs,
  codeResendAfterMs,
  codesAnHourOfOneAddress,
  codesInALifetime,
  codeTries,
  type Entering,
  judgedBy,
  maskPhoneNumber,
  tokenLifetimeMs,
} from './rules.ts'
import type { SendMessage } from './send-message.ts'

export function serveAccounts(
  serve: Serve,
  parts: Parts,
  accounts: Accounts,
  { sendMessage, registerDevice, knowsDevice }: { sendMessage: SendMessage } & Devices,
): void {
  const { db, now, random, limits, vault } = parts
  // Only six digits: a plain hash would be reversed by trying them all.
  const codeHash = (phoneNumber: string, code: string) => vault.tag('sms-code', utf8Bytes(`${phoneNumber}/${code}`))

  serve.anybody(accountRoutes.sendCode, ({ body: { phoneNumber }, address }) => {
    const pause = { bucket: `sms-pause/${phoneNumber}`, tries: 1, windowMs: codeResendAfterMs }
    const lasting = { bucket: `sms-lasting/${phoneNumber}`, tries: codesInALifetime, windowMs: codeLifetimeMs }
    const byAddress = { bucket: `sms-address/${address}`, tries: codesAnHourOfOneAddress, windowMs: 3_600_000 }
    const code = sixDigits(random)
    return db.transaction(() => {
      for (const limit of [pause, lasting, byAddress]) limits.check(limit)
      for (const limit of [pause, lasting, byAddress]) limits.count(limit)
      const sent = { asked_from: address, code_hash: codeHash(phoneNumber, code), sent_at: now() }
      accounts.saveCode(phoneNumber, sent)
      sendMessage({ phoneNumber, text: `验证码 ${code}，十分钟内有效。请勿告诉他人。`, code, at: now() })
      return { resendAfterMs: codeResendAfterMs }
    })
  })

  serve.anybody(accountRoutes.signIn, ({ body, address }) => {
    const { phoneNumber } = body
    const deviceKey = bytesOfBase64Url(body.deviceKey)!
    if (readDeviceKey(deviceKey) === null) fail('input.invalid', { field: 'deviceKey' })
    // Before the code is looked at: who does not hold the key learns nothing and counts nothing.
    if (!isSignedByDevice(deviceKey, signInMessage(body), bytesOfBase64Url(body.proof)!))
      fail('request.unauthorized', {})
    const code = acceptCode(phoneNumber, body.code, { address, deviceKey })
    const token = random(32)
    const accountId = db.transaction(() => {
      accounts.useCode(phoneNumber, code, deviceKey)
      const known = accounts.accountIdOf(phoneNumber)
      const id = known ?? base64UrlOf(random(12))
      if (known === null) accounts.insertAccount(newcomer(id, phoneNumber))
      registerDevice(id, deviceKey)
      const at = now()
      const lifetime = { now: at, until: at + tokenLifetimeMs }
      accounts.insertToken(id, { tokenHash: sm3(token), deviceKey }, body.deviceName, lifetime)
      return id
    })
    return { token: base64UrlOf(token), account: accounts.view(accountId), serverTime: now() }
  })

  /** Counts a wrong code before it is refused, in its own transaction, so that no failure undoes the count. */
  function acceptCode(phoneNumber: string, code: string, by: Pick<Entering, 'address' | 'deviceKey'>): CodeRow {
    const outcome = db.transaction(() => {
      const accountId = accounts.accountIdOf(phoneNumber)
      const isKnown = accountId !== null && knowsDevice(accountId, by.deviceKey)
      const { codes, place, windowMs } = judgedBy(accounts.codes(phoneNumber), { ...by, isKnown, at: now() })
      const misses = { bucket: `sms-misses/${phoneNumber}/${place}`, tries: codeTries, windowMs }
      if (codes.length === 0 || limits.left(misses) === 0) return 'expired'
      const hash = codeHash(phoneNumber, code)
      const found = codes.find(({ code_hash }) => equalBytes(code_hash, hash))
      if (found !== undefined) return found
      limits.count(misses)
      return limits.left(misses)
    })
    if (outcome === 'expired') return fail('account.code-expired', {})
    return typeof outcome === 'number' ? fail('account.code-wrong', { triesLeft: outcome }) : outcome
  }

  serve.account(accountRoutes.me, ({ account }) => ({ account: accounts.view(account.accountId), serverTime: now() }))

  serve.account(accountRoutes.signOut, ({ account }) => {
    accounts.deleteToken(account.tokenHash)
    return {}
  })

  serve.account(accountRoutes.history, ({ account }) => ({ acts: accounts.acts(account.accountId) }))
}

/** Whoever owns the number may have an account; without the real-name check it can do nothing. */
function newcomer(accountId: string, phoneNumber: string) {
  return { accountId, phoneNumber, personName: maskPhoneNumber(phoneNumber), isRealNameChecked: false }
}

import { base64UrlOf, bytesOfBase64Url, equalBytes, utf8Bytes } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { accountRoutes } from '../../protocol/http-api.ts'
import { signInMessage } from '../../protocol/request-proof.ts'
import type { RegisterDevice } from '../cosign/routes.ts'
import { isSignedByDevice, readDeviceKey } from '../http/proofs.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import { sixDigits } from '../six-digits.ts'
import type { Accounts } from './repository.ts'
import {
  codeResendAfterMs,
  codesAnHour,
  codesAnHourOfOneAddress,
  codeTries,
  judgeCode,
  maskPhoneNumber,
  tokenLifetimeMs,
} from './rules.ts'
import type { SendMessage } from './send-message.ts'

export function serveAccounts(
  serve: Serve,
  parts: Parts,
  accounts: Accounts,
  { sendMessage, registerDevice }: { sendMessage: SendMessage; registerDevice: RegisterDevice },
): void {
  const { db, now, random, limits, vault } = parts
  // Only six digits: a plain hash would be reversed by trying them all.
  const codeHash = (phoneNumber: string, code: string) => vault.tag('sms-code', utf8Bytes(`${phoneNumber}/${code}`))

  serve.anybody(accountRoutes.sendCode, ({ body: { phoneNumber }, address }) => {
    const pause = { bucket: `sms-pause/${phoneNumber}`, tries: 1, windowMs: codeResendAfterMs }
    const hourly = { bucket: `sms-hour/${phoneNumber}`, tries: codesAnHour, windowMs: 3_600_000 }
    const byAddress = { bucket: `sms-address/${address}`, tries: codesAnHourOfOneAddress, windowMs: 3_600_000 }
    const code = sixDigits(random)
    return db.transaction(() => {
      for (const limit of [pause, hourly, byAddress]) limits.check(limit)
      for (const limit of [pause, hourly, byAddress]) limits.count(limit)
      accounts.saveCode(phoneNumber, codeHash(phoneNumber, code), now(), codeTries)
      sendMessage({ phoneNumber, text: `验证码 ${code}，十分钟内有效。请勿告诉他人。`, code, at: now() })
      return { resendAfterMs: codeResendAfterMs }
    })
  })

  serve.anybody(accountRoutes.signIn, ({ body }) => {
    const { phoneNumber } = body
    const deviceKey = bytesOfBase64Url(body.deviceKey)!
    if (readDeviceKey(deviceKey) === null) fail('input.invalid', { field: 'deviceKey' })
    // Before the code is looked at: who does not hold the key learns nothing and counts nothing.
    if (!isSignedByDevice(deviceKey, signInMessage(body), bytesOfBase64Url(body.proof)!))
      fail('request.unauthorized', {})
    acceptCode(phoneNumber, body.code, deviceKey)
    const token = random(32)
    const accountId = db.transaction(() => {
      accounts.useCode(phoneNumber, deviceKey)
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
  function acceptCode(phoneNumber: string, code: string, deviceKey: Uint8Array): void {
    const outcome = db.transaction(() => {
      const row = accounts.code(phoneNumber)
      const sent =
        row === null
          ? null
          : {
              sentAt: row.sent_at,
              triesLeft: row.tries_left,
              usedByDevice: row.used_by_device === null ? null : base64UrlOf(row.used_by_device),
            }
      const isSame = row !== null && equalBytes(row.code_hash, codeHash(phoneNumber, code))
      const judged = judgeCode(sent, { isSame, device: base64UrlOf(deviceKey), at: now() })
      if (judged.name === 'wrong') accounts.countWrongCode(phoneNumber)
      return judged
    })
    if (outcome.name === 'expired') fail('account.code-expired', {})
    if (outcome.name === 'wrong') fail('account.code-wrong', { triesLeft: outcome.triesLeft })
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

import { base64UrlOf } from '../../domain/bytes.ts'
import { sm3 } from '../../domain/sm/sm3.ts'

/** An SMS code: how long it counts, how often it may be mistyped, and how soon the next may be asked for. */
export const codeLifetimeMs = 600_000
export const codeTries = 5
export const codeResendAfterMs = 60_000
export const codesAnHour = 10
/** Every message costs somebody, but a mobile carrier puts thousands of phones behind one address. */
export const codesAnHourOfOneAddress = 2000
export const tokenLifetimeMs = 30 * 86_400_000

export interface SentCode {
  sentAt: number
  triesLeft: number
  /** The device that has signed in with it: only that one may repeat the request, when the answer was lost. */
  usedByDevice: string | null
}

/** What an entered code leads to. */
export type CodeOutcome = { name: 'accepted' } | { name: 'expired' } | { name: 'wrong'; triesLeft: number }

/** Judges a code that was entered. `isSame` says whether it is the one that was sent. */
export function judgeCode(
  sent: SentCode | null,
  entered: { isSame: boolean; device: string; at: number },
): CodeOutcome {
  // As far ahead as it lasts: of a clock that has been set right since, under which it would count for years.
  const isOver = sent === null || Math.abs(entered.at - sent.sentAt) >= codeLifetimeMs
  if (isOver || sent.triesLeft === 0) return { name: 'expired' }
  if (sent.usedByDevice !== null && sent.usedByDevice !== entered.device) return { name: 'expired' }
  return entered.isSame ? { name: 'accepted' } : { name: 'wrong', triesLeft: sent.triesLeft - 1 }
}

/** 19900000101 → 199****0101. */
export function maskPhoneNumber(phoneNumber: string): string {
  return `${phoneNumber.slice(0, 3)}****${phoneNumber.slice(-4)}`
}

/** 周明远 → 周*远, 顾衡 → 顾*: enough for 不是我, not enough for a stranger. */
export function maskName(name: string): string {
  const characters = [...name]
  const hiddenCount = Math.max(1, characters.length - 2)
  const last = characters.length > 2 ? characters.at(-1) : ''
  return `${characters[0] ?? ''}${'*'.repeat(hiddenCount)}${last}`
}

/** The name of a device: SM3 of its key. Phones compute it too, and put it into every co-signing message. */
export function deviceIdOf(deviceKey: Uint8Array): string {
  return base64UrlOf(sm3(deviceKey))
}

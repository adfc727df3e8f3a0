import { base64UrlOf, equalBytes } from '../../domain/bytes.ts'
import { sm3 } from '../../domain/sm/sm3.ts'

/** An SMS code: how long it counts, how often it may be mistyped, and how soon the next may be asked for. */
export const codeLifetimeMs = 600_000
export const codeTries = 5
export const codeResendAfterMs = 60_000
/** In the time that a code lasts: who may ask for no more still has some that count, whoever asked for them. */
export const codesInALifetime = 3
/** Every message costs somebody, but a mobile carrier puts thousands of phones behind one address. */
export const codesAnHourOfOneAddress = 2000
export const tokenLifetimeMs = 30 * 86_400_000

export interface CodeRow {
  /** Address group that asked for it. */
  asked_from: string
  code_hash: Uint8Array
  sent_at: number
  /** Only this device may repeat the request, when the answer was lost. */
  used_by_device: Uint8Array | null
}

/** Who enters a code, and when. */
export interface Entering {
  address: string
  deviceKey: Uint8Array
  /** Whether this device has signed in with this number before. */
  isKnown: boolean
  at: number
}

/**
 * The codes that what was entered is compared with, and where a miss counts ⚔ apart, so that no stranger uses up the
 * tries of the owner (decision 084): of a device of the account; of the address that asked for the code; of everybody else.
 */
export function judgedBy(sent: readonly CodeRow[], { address, deviceKey, isKnown, at }: Entering) {
  const isMine = ({ used_by_device: by }: CodeRow) => by === null || equalBytes(new Uint8Array(by), deviceKey)
  // As far ahead as it lasts: of a clock that has been set right since, under which it would count for years.
  const codes = sent.filter((code) => Math.abs(at - code.sent_at) < codeLifetimeMs && isMine(code))
  const newest = Math.max(...codes.map(({ sent_at }) => sent_at))
  if (isKnown) return { codes, place: `device/${deviceIdOf(deviceKey)}/${newest}`, windowMs: codeLifetimeMs }
  const own = codes.filter(({ asked_from }) => asked_from === address)
  if (own[0] !== undefined)
    return { codes: own, place: `address/${address}/${own[0].sent_at}`, windowMs: codeLifetimeMs }
  return { codes, place: 'elsewhere', windowMs: 3_600_000 }
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

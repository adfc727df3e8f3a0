import { base64UrlOf } from '../../src/domain/bytes.ts'
import { encodePoint, generateSm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import { certificateRoutes, platformRoutes } from '../../src/protocol/http-api.ts'
import type { AccountParts } from '../../src/renderer/phone/app-context.tsx'
import { downloadCertificate } from '../../src/renderer/phone/cosigning/download-certificate.ts'
import { createServerConnection } from '../../src/renderer/phone/server-connection.ts'
import { signIn } from '../../src/renderer/phone/sign-in.ts'
import type { PhoneStorage } from '../../src/renderer/phone/store/phone-store.ts'
import { loadTrust } from '../../src/renderer/phone/trust/pinned-roots.ts'
import { demoCode, type PhoneServer } from './phone-server.ts'

export const phonePin = '112580'

/** Storage that outlives a page but not a test. Values are copied, as a database would. */
export function memoryPhoneStorage(): PhoneStorage {
  const values = new Map<string, unknown>()
  const nameOf = (name: string, key: string) => `${name}:${key}`
  return {
    read: async (name, key) => (structuredCopy(values.get(nameOf(name, key))) ?? null) as never,
    keys: async (name) =>
      [...values.keys()].filter((one) => one.startsWith(`${name}:`)).map((one) => one.slice(name.length + 1)) as never,
    write: async (name, key, value) => void values.set(nameOf(name, key), structuredCopy(value)),
    remove: async (name, key) => void values.delete(nameOf(name, key)),
  }
}

/** Keys stay what they are: Node's structuredClone does not copy them within a test. */
const structuredCopy = (value: unknown) =>
  typeof value === 'object' && value !== null && JSON.stringify(value) !== '{}' && !('privateKey' in value)
    ? (JSON.parse(JSON.stringify(value)) as unknown)
    : value

/** Where a phone signs in, and as whom. */
export interface SignInPlace {
  origin: string
  fetch: typeof fetch
  phoneNumber: string
  code(): Promise<string>
}

export const placeOf = (server: PhoneServer): SignInPlace => ({
  origin: server.origin,
  fetch: server.fetch as typeof fetch,
  phoneNumber: '19900000101',
  code: async () => demoCode,
})

/** A phone that has signed in; with the same storage, the same phone after a reload. */
export async function openAccount(place: SignInPlace, storage = memoryPhoneStorage()): Promise<AccountParts> {
  const server = createServerConnection(place.origin, place.fetch)
  server.setServerTime((await server.call(platformRoutes.time, { body: {} })).serverTime)
  return signIn({ storage, server, isDemo: true }, place.phoneNumber, await place.code())
}

/** The same with its certificates downloaded. */
export async function openWithCertificate(place: SignInPlace, storage = memoryPhoneStorage()): Promise<AccountParts> {
  const account = await openAccount(place, storage)
  const trust = await loadTrust(account)
  const { phone, server } = account
  const { ready } = await server.call(certificateRoutes.list, { body: {} })
  for (const application of ready)
    await downloadCertificate({ phone, server, trust, application, pin: phonePin, onStep: () => {} })
  return account
}

/** What every desktop puts into a ticket. */
export function desktopFields(server: PhoneServer) {
  const key = () => base64UrlOf(encodePoint(generateSm2KeyPair(server.random).publicKey))
  return {
    version: 1,
    nonce: base64UrlOf(server.random(32)),
    desktopKey: key(),
    oneTimeKey: key(),
    desktopName: '投标部-台式机',
    createdAt: 1_788_220_800_000,
  } as const
}

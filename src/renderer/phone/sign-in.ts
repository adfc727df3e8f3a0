import { base64UrlOf } from '../../domain/bytes.ts'
import { accountRoutes } from '../../protocol/http-api.ts'
import { signInMessage } from '../../protocol/request-proof.ts'
import type { AccountParts, PhoneParts } from './app-context.tsx'
import { cosigningPhone } from './cosigning/cosigning-phone.ts'
import { type DeviceKey, openDeviceKey } from './device-key.ts'
import type { SignedIn } from './store/phone-store.ts'
import { loadTrust } from './trust/pinned-roots.ts'

/** Signs in with the code of the message, registers the person's device key and pins the roots. Failures: account.*. */
export async function signIn(parts: PhoneParts, phoneNumber: string, code: string): Promise<AccountParts> {
  const { server, storage } = parts
  const deviceKey = await openDeviceKey(storage, phoneNumber)
  const request = { phoneNumber, code, deviceKey: deviceKey.publicKey, deviceName: deviceName() }
  const proof = base64UrlOf(await deviceKey.sign(signInMessage(request)))
  const { token, account, serverTime } = await server.call(accountRoutes.signIn, { body: { ...request, proof } })
  server.setServerTime(serverTime)
  server.setCaller({ token, deviceKey })
  const signedIn = { token, phoneNumber, account }
  await loadTrust(parts)
  await storage.write('signedIn', 'now', signedIn)
  return accountOf(parts, signedIn, deviceKey)
}

/** Who was signed in when the page was last open. */
export async function rememberedAccount(parts: PhoneParts): Promise<AccountParts | null> {
  const { server, storage } = parts
  const signedIn = await storage.read('signedIn', 'now')
  if (signedIn === null) return null
  const deviceKey = await openDeviceKey(storage, signedIn.phoneNumber)
  server.setCaller({ token: signedIn.token, deviceKey })
  return accountOf(parts, signedIn, deviceKey)
}

function accountOf({ storage, server, isDemo }: PhoneParts, signedIn: SignedIn, deviceKey: DeviceKey): AccountParts {
  const phone = cosigningPhone({ storage, server, deviceKey }, signedIn.account.accountId)
  return { storage, server, isDemo, signedIn, deviceKey, phone }
}

/** 退出登录. The shares stay on this phone: without them the certificates would be lost. */
export async function signOut({ server, storage }: PhoneParts): Promise<void> {
  await server.call(accountRoutes.signOut, { body: {} }).catch(() => {})
  server.setCaller(null)
  await storage.remove('signedIn', 'now')
}

function deviceName(): string {
  const agent = navigator.userAgent
  if (/iPhone|iPad/.test(agent)) return '苹果手机'
  return /Android/.test(agent) ? '安卓手机' : '电脑上的模拟手机'
}

import { accountRoutes } from '../../protocol/http-api.ts'
import type { PhoneParts } from './app-context.tsx'
import type { SignedIn } from './store/phone-store.ts'
import { loadTrust } from './trust/pinned-roots.ts'

/** Signs in with the code of the message, registers this device's key and pins the roots. Failures: account.*. */
export async function signIn(parts: PhoneParts, phoneNumber: string, code: string): Promise<SignedIn> {
  const { server, storage, deviceKey } = parts
  const { token, account, serverTime } = await server.call(accountRoutes.signIn, {
    body: { phoneNumber, code, deviceKey: deviceKey.publicKey, deviceName: deviceName() },
  })
  server.setServerTime(serverTime)
  server.setToken(token)
  const signedIn = { token, account }
  await loadTrust(parts)
  await storage.write('signedIn', 'now', signedIn)
  return signedIn
}

/** Who was signed in when the page was last open. */
export async function rememberedSignIn({ server, storage }: PhoneParts): Promise<SignedIn | null> {
  const signedIn = await storage.read('signedIn', 'now')
  server.setToken(signedIn?.token ?? null)
  return signedIn
}

/** 退出登录. The shares stay on this phone: without them the certificates would be lost. */
export async function signOut({ server, storage }: PhoneParts): Promise<void> {
  await server.call(accountRoutes.signOut, { body: {} }).catch(() => {})
  server.setToken(null)
  await storage.remove('signedIn', 'now')
}

function deviceName(): string {
  const agent = navigator.userAgent
  if (/iPhone|iPad/.test(agent)) return '苹果手机'
  return /Android/.test(agent) ? '安卓手机' : '电脑上的模拟手机'
}

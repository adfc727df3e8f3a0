import { accountRoutes } from '../../src/protocol/http-api.ts'
import type { HttpClient } from '../../src/protocol/http-route.ts'
import { type DeviceKey, generateDeviceKey, phoneAuthorize, signInBody } from './proofs.ts'
import type { TestServer } from './server.ts'

/** What a phone needs of a server: one that injects requests, or a process of its own. */
export type PhoneServer = Pick<TestServer, 'client' | 'random' | 'now' | 'smsCode'>

export interface SignedInPhone {
  token: string
  deviceKey: DeviceKey
  accountId: string
  client: HttpClient
}

/** Signs a phone in with the code that the demo inbox shows. */
export async function signIn(server: PhoneServer, phoneNumber: string): Promise<SignedInPhone> {
  const deviceKey = generateDeviceKey()
  await server.client().call(accountRoutes.sendCode, { body: { phoneNumber } })
  const { token, account } = await server.client().call(accountRoutes.signIn, {
    body: signInBody(deviceKey, { phoneNumber, code: await server.smsCode(phoneNumber) }),
  })
  const client = server.client(phoneAuthorize(token, deviceKey, server.now))
  return { token, deviceKey, accountId: account.accountId, client }
}

import { base64UrlOf, bytesOfBase64Url } from '../../../domain/bytes.ts'
import type { Phone } from '../../../domain/cosign/phone-record.ts'
import type { RandomBytes } from '../../../domain/random.ts'
import { sm3 } from '../../../domain/sm/sm3.ts'
import { cosignRoutes } from '../../../protocol/http-api.ts'
import type { AccountParts } from '../app-context.tsx'
import { recordName } from '../store/phone-store.ts'

export const systemRandom: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))

/** What the two-party domain needs of this phone for one account: its storage, its device keys and the way to the server. */
export function cosigningPhone(
  { server, storage, deviceKey }: Pick<AccountParts, 'server' | 'storage' | 'deviceKey'>,
  accountId: string,
): Phone {
  const prefix = recordName(accountId, '')
  return {
    account: accountId,
    device: base64UrlOf(sm3(bytesOfBase64Url(deviceKey.publicKey) ?? new Uint8Array())),
    store: {
      load: (key) => storage.read('shares', recordName(accountId, key)),
      list: async () =>
        (await storage.keys('shares'))
          .filter((name) => name.startsWith(prefix))
          .map((name) => name.slice(prefix.length)),
      save: (record) => storage.write('shares', recordName(accountId, record.key), record),
      remove: (key) => storage.remove('shares', recordName(accountId, key)),
      exclusively: (act) => navigator.locks.request('bidseal-cosigning', act),
    },
    transport: { send: (message) => server.call(cosignRoutes.exchange, { body: { message } }) },
    random: systemRandom,
    signWithDevice: (bytes) => deviceKey.sign(bytes),
    bindToDevice: (input) => deviceKey.bind(input),
  }
}

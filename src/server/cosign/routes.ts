import { base64UrlOf } from '../../domain/bytes.ts'
import { createCosignServer } from '../../domain/cosign/server.ts'
import { sm4AtRest } from '../../domain/cosign/server-at-rest.ts'
import type { CosignServerOptions } from '../../domain/cosign/server-records.ts'
import { fail } from '../../domain/failure.ts'
import { cosignRoutes } from '../../protocol/http-api.ts'
import { deviceIdOf } from '../accounts/rules.ts'
import { isSignedByDevice } from '../http/proofs.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import type { CosignRecords } from './repository.ts'

type Documents = Pick<CosignServerOptions, 'rebuildDigest' | 'permitDecryption'>

/** The devices that the co-signing half knows. */
export interface Devices {
  /** The same device may sign in again, with the same account. */
  registerDevice(accountId: string, deviceKey: Uint8Array): void
  knowsDevice(accountId: string, deviceKey: Uint8Array): boolean
}

export function createCosigning(parts: Parts, records: CosignRecords, documents: Documents) {
  const { db, now, random, vault } = parts
  const cosign = createCosignServer({
    random,
    now,
    verifyDevice: isSignedByDevice,
    atRest: sm4AtRest(vault.tag('cosign', new Uint8Array()).subarray(0, 16), random),
    ...documents,
  })

  const devices: Devices = {
    knowsDevice: (account, deviceKey) => records.device(deviceIdOf(deviceKey))?.account === account,
    registerDevice(account, deviceKey) {
      if (devices.knowsDevice(account, deviceKey)) return
      const publicKey = base64UrlOf(deviceKey)
      cosign.registerDevice(records, { device: deviceIdOf(deviceKey), account, publicKey })
    },
  }

  function serve(serve: Serve): void {
    serve.account(cosignRoutes.exchange, ({ body: { message }, account }) => {
      const addressee = message as { account?: unknown; device?: unknown } | null
      const isOwn = addressee?.account === account.accountId && addressee.device === deviceIdOf(account.deviceKey)
      if (!isOwn) return fail('request.forbidden', {})
      const answer = () => cosign.answer(records, message)
      // A nonce that a power cut takes back makes its message stale, and the phone asks for another.
      if ((message as { step?: unknown } | null)?.step === 'begin') return db.transactionWithNext(answer)
      // Committed also when refused: the refusal may have counted a wrong PIN. On the disk before the reply leaves.
      return db.transactionOnDisk(answer)
    })
  }

  return { devices, serve }
}

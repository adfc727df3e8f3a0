import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { base64UrlOf, bytesOfBase64Url, utf8Bytes } from '../../src/domain/bytes.ts'
import { canonicalJson } from '../../src/domain/canonical-json.ts'
import type { Phone, PhoneRecord, PhoneStore } from '../../src/domain/cosign/phone-record.ts'
import { createCosignServer } from '../../src/domain/cosign/server.ts'
import { sm4AtRest } from '../../src/domain/cosign/server-at-rest.ts'
import type {
  CosignServerOptions,
  CosignStore,
  DeviceRecord,
  KeyRecord,
  RetiredShare,
} from '../../src/domain/cosign/server-records.ts'
import { fail } from '../../src/domain/failure.ts'
import type { RandomBytes } from '../../src/domain/random.ts'
import { decodePoint, type Sm2Point } from '../../src/domain/sm/sm2-curve.ts'
import { messageDigest } from '../../src/domain/sm/sm2-sign.ts'
import { isSignedByDevice } from '../../src/server/http/proofs.ts'
import { systemRandom } from './random.ts'

/** Ends the act as if the process had been killed. */
export class Killed extends Error {}

export const pin = '271828'
export const wrongPin = '314159'
/** scrypt's N = 2: the cost is not what these tests are about. */
export const pinCost = 1

/** What the demo documents of these tests look like: the digest covers a label and the fields. */
export function digestOf(fields: unknown, publicKey: Sm2Point): Uint8Array {
  if (typeof fields !== 'object' || fields === null || !('title' in fields)) fail('input.invalid', { field: 'title' })
  const { title } = fields as { title: string }
  return messageDigest(publicKey, Uint8Array.of(...utf8Bytes('bidseal/example/v1\0'), ...canonicalJson({ title })))
}

/** A phone's durable storage, which keeps text only: whatever is not plain data would be lost here. */
export function memoryPhoneStore() {
  const records = new Map<string, string>()
  let queue: Promise<unknown> = Promise.resolve()
  const store: PhoneStore = {
    load: async (key) => (records.has(key) ? JSON.parse(records.get(key)!) : null),
    list: async () => [...records.keys()],
    save: async (record) => {
      records.set(record.key, JSON.stringify(record))
    },
    remove: async (key) => {
      records.delete(key)
    },
    exclusively: (act) => {
      const run = queue.then(act, act)
      queue = run.catch(() => {})
      return run
    },
  }
  const publicKey = (key: string): Sm2Point => {
    const record = JSON.parse(records.get(key)!) as PhoneRecord
    return decodePoint(bytesOfBase64Url(record.publicKey!)!)!
  }
  return { store, records, publicKey }
}

/** A server's tables that keep text only, with all-or-nothing transactions. */
export function memoryServerStore() {
  let rows = new Map<string, string>()
  const read = <T>(id: string): T | null => (rows.has(id) ? JSON.parse(rows.get(id)!) : null)
  const write = (id: string, record: unknown) => void rows.set(id, JSON.stringify(record))
  const store: CosignStore = {
    device: (device) => read<DeviceRecord>(`device ${device}`),
    putDevice: (record) => write(`device ${record.device}`, record),
    key: (key) => read<KeyRecord>(`key ${key}`),
    putKey: (record) => write(`key ${record.key}`, record),
    retired: (key, share) => read<RetiredShare>(`retired ${key} ${share}`),
    addRetired: (record) => write(`retired ${record.key} ${record.share}`, record),
  }
  return {
    store,
    image: () => new Map(rows),
    restore: (image: Map<string, string>) => {
      rows = new Map(image)
    },
    transaction<T>(act: () => T): T {
      const before = new Map(rows)
      try {
        return act()
      } catch (error) {
        rows = before
        throw error
      }
    },
  }
}

export interface Delivery {
  message: Record<string, string | number>
  deliver(): unknown
}

export type WorldOptions = Partial<CosignServerOptions> & { random?: RandomBytes }

/** One registered phone and its server, joined by a channel that a test may bend. */
export function createWorld(overrides: WorldOptions = {}) {
  const random = overrides.random ?? systemRandom
  const clock = { now: 1_000_000 }
  const deviceKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = new Uint8Array(deviceKey.publicKey.export({ type: 'spki', format: 'der' }))
  const tables = memoryServerStore()
  const server = createCosignServer({
    random,
    now: () => clock.now,
    verifyDevice: isSignedByDevice,
    atRest: sm4AtRest(random(16), random),
    rebuildDigest: digestOf,
    ...overrides,
  })
  tables.transaction(() =>
    server.registerDevice(tables.store, { device: 'phone-1', account: 'li-ming', publicKey: base64UrlOf(spki) }),
  )

  const sent: Record<string, string | number>[] = []
  const received: unknown[] = []
  let isServerDying = false
  const deliver = (message: unknown): unknown => {
    const reply = tables.transaction(() => {
      const reply = server.answer(tables.store, JSON.parse(JSON.stringify(message)))
      if (!isServerDying) return reply
      isServerDying = false
      throw new Killed('before the transaction was committed')
    })
    received.push(reply)
    return JSON.parse(JSON.stringify(reply))
  }
  const channel = { carry: async ({ deliver }: Delivery): Promise<unknown> => deliver() }
  const disk = memoryPhoneStore()
  const phone: Phone = {
    account: 'li-ming',
    device: 'phone-1',
    random,
    store: disk.store,
    transport: {
      send: (message) => {
        const plain = JSON.parse(JSON.stringify(message)) as Record<string, string | number>
        sent.push(plain)
        return channel.carry({ message: plain, deliver: () => deliver(plain) })
      },
    },
    signWithDevice: async (bytes) =>
      new Uint8Array(sign('sha256', bytes, { key: deviceKey.privateKey, dsaEncoding: 'ieee-p1363' })),
    bindToDevice: async (input) => new Uint8Array(createHmac('sha256', spki).update(input).digest()),
  }
  return {
    ...{ phone, disk, server, tables, channel, clock, sent, received, deliver, random },
    /** The next message is worked on, but its transaction is not committed. */
    killServerOnce() {
      isServerDying = true
    },
    device: () => tables.store.device('phone-1')!,
    key: (key: string) => tables.store.key(key)!,
    /** Another phone with the same device key and a copy of the storage, as a thief or a backup would have. */
    cloneOfPhone(image: Map<string, string> = disk.records) {
      const copy = memoryPhoneStore()
      for (const [key, record] of image) copy.records.set(key, record)
      return { ...phone, store: copy.store, disk: copy }
    },
  }
}

export type World = ReturnType<typeof createWorld>

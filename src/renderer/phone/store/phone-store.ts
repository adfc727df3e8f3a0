import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from 'idb'
import type { z } from 'zod'
import type { Account } from '../../../protocol/http-api.ts'
import type { TicketKind } from '../../../protocol/tickets.ts'
import type { SealSession } from '../session/session-rules.ts'
import { type Choices, noChoices, type Step } from '../tickets/flow.ts'

/** Who is signed in. The token is worth nothing without the device key, which cannot leave the browser. */
export interface SignedIn {
  token: string
  /** Names the device key that the token belongs to. */
  phoneNumber: string
  account: z.infer<typeof Account>
}

/** A ticket under way, as much as a reload needs; never the PIN. */
export interface FlowRecord {
  ticketId: string
  /** Number that both screens showed for a typed code. */
  comparedNumber: string | null
  isPushed: boolean
  /** Null until the first question. */
  step: Step | null
  choices: Choices
  /** seal: what was signed so far, by item; a killed page does not sign these again. */
  signedItems: Record<number, { signingTime: number; signature: string }>
  /** An answer that was made and may not have arrived, with its ticket's kind; null before. */
  answer: unknown
  kind: TicketKind | null
}

/** A ticket at its very beginning. */
export function newFlowRecord(
  ticketId: string,
  origin: { comparedNumber?: string; isPushed?: boolean } = {},
): FlowRecord {
  return {
    ticketId,
    comparedNumber: origin.comparedNumber ?? null,
    isPushed: origin.isPushed ?? false,
    step: null,
    choices: noChoices,
    signedItems: {},
    answer: null,
    kind: null,
  }
}

interface PhoneSchema extends DBSchema {
  /** Named number/signing and number/binding: people who share a phone share no key. */
  deviceKeys: { key: string; value: CryptoKeyPair | CryptoKey }
  signedIn: { key: 'now'; value: SignedIn }
  /** Root certificates as seen at the first sign-in, base64url DER; the server cannot change them afterwards. */
  roots: { key: 'pinned'; value: string[] }
  /** Key shares as the two-party domain writes and re-reads them. Named account/key, like everything per account. */
  shares: { key: string; value: unknown }
  desktops: { key: string; value: { desktopName: string; firstWorkedWithAt: number } }
  flows: { key: string; value: FlowRecord }
  sessions: { key: string; value: SealSession }
  lastPushes: { key: string; value: string }
}

type StoreName = StoreNames<PhoneSchema>
type Value<N extends StoreName> = PhoneSchema[N]['value']
type Key<N extends StoreName> = PhoneSchema[N]['key']

/** The phone's storage. Every write is durable before it resolves: a share that is lost is a key that is lost. */
export interface PhoneStorage {
  read<N extends StoreName>(name: N, key: Key<N>): Promise<Value<N> | null>
  keys<N extends StoreName>(name: N): Promise<Key<N>[]>
  write<N extends StoreName>(name: N, key: Key<N>, value: Value<N>): Promise<void>
  remove<N extends StoreName>(name: N, key: Key<N>): Promise<void>
}

/** The name of a record of an account or a phone number: its own, or that of one of its things. */
export function recordName(owner: string, thing?: string): string {
  return thing === undefined ? owner : `${owner}/${thing}`
}

const storeNames: readonly StoreName[] = [
  'deviceKeys',
  'signedIn',
  'roots',
  'shares',
  'desktops',
  'flows',
  'sessions',
  'lastPushes',
]

export async function openPhoneStorage(): Promise<PhoneStorage> {
  const database = await openDB<PhoneSchema>('bidseal-phone', 1, {
    upgrade: (fresh) => {
      for (const name of storeNames) fresh.createObjectStore(name)
    },
  })
  // Asks the browser not to clear the shares when the disk runs full; a refusal changes nothing else.
  await navigator.storage?.persist?.().catch(() => false)
  return storageOver(database)
}

function storageOver(database: IDBPDatabase<PhoneSchema>): PhoneStorage {
  const writing = (name: StoreName) => database.transaction(name, 'readwrite', { durability: 'strict' })
  return {
    read: async (name, key) => (await database.get(name, key)) ?? null,
    keys: (name) => database.getAllKeys(name),
    async write(name, key, value) {
      const transaction = writing(name)
      await Promise.all([transaction.objectStore(name).put(value, key), transaction.done])
    },
    async remove(name, key) {
      const transaction = writing(name)
      await Promise.all([transaction.objectStore(name).delete(key), transaction.done])
    },
  }
}

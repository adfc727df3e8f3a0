import { DerReader } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { fail } from '../failure.ts'
import { type Extension, encodeExtension, readExtension, readExtensions, unhandledCritical } from './extensions.ts'
import { oid } from './object-identifiers.ts'

// RFC 5280, clauses 5.1.2.6 and 5.3: what a revocation list says of each certificate.

const entryLimit = 200_000
const enumerated = 0x0a

/** In the order of their numbers; 7 is not used (RFC 5280, clause 5.3.1). */
const reasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  null,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const

export type RevocationReason = NonNullable<(typeof reasons)[number]>

export interface Revocation {
  at: Date
  reason: RevocationReason
}

/** The entries of a list that was read: every one of them is sound, and no serial number stands twice. */
export interface RevocationEntries {
  /** Null when the list does not name the certificate. */
  find(serialNumber: bigint): Revocation | null
}

export const noEntries: RevocationEntries = { find: () => null }

/** One entry, by the serial number of the certificate. */
export function encodeEntry([serialNumber, { at, reason }]: [bigint, Revocation]): Uint8Array {
  const value = der.element(enumerated, Uint8Array.of(reasons.indexOf(reason)))
  const extension = encodeExtension({ type: oid.reasonCode, isCritical: false, value })
  // RFC 5280, clause 5.3.1: "unspecified" is said by saying nothing.
  const extensions = reason === 'unspecified' ? [] : [der.sequence(extension)]
  return der.sequence(der.integer(serialNumber), der.certificateTime(at), ...extensions)
}

/**
 * Reads at most 200,000 entries, which are the whole of `list`. ⚔ A short entry takes twenty bytes, and its number and
 * time as values ten times as many: only where each begins is kept, in the order of the serial numbers. Fails with
 * `revocation-list.unreadable` or `der.invalid`.
 */
export function readEntries(list: DerReader): RevocationEntries {
  const starts: number[] = []
  const whole = list.remaining
  while (!list.isAtEnd) {
    if (starts.length === entryLimit) refuse(`more than ${entryLimit} entries`)
    starts.push(whole.length - list.remaining.length)
    readEntry(list.enter())
  }
  const compare = (left: number, right: number) =>
    compareNumbers(whole, serialAt(whole, left), whole, serialAt(whole, right))
  const order = Uint32Array.from(starts).sort(compare)
  for (let i = 1; i < order.length; i++)
    if (compare(order[i - 1]!, order[i]!) === 0) refuse('the same serial number twice')
  return { find: (serialNumber) => findIn(whole, order, der.integer(serialNumber)) }
}

function readEntry(entry: DerReader): Revocation {
  entry.integer()
  const at = entry.time()
  const extensions = entry.isAtEnd ? new Map<string, Extension>() : readExtensions(entry)
  entry.end()
  refuseUnhandled(extensions, [oid.reasonCode, oid.invalidityDate])
  return { at, reason: readExtension(extensions, oid.reasonCode, readReason) ?? 'unspecified' }
}

function readReason(reader: DerReader): RevocationReason {
  const { content } = reader.element(enumerated)
  return (content.length === 1 ? reasons[content[0]!] : null) ?? refuse('unknown reason')
}

/** Fails with `revocation-list.unreadable` when an extension is critical and its type is not among the given. */
export function refuseUnhandled(extensions: Map<string, Extension>, handled: readonly string[]): void {
  const [unknown] = unhandledCritical(extensions, handled)
  if (unknown !== undefined) refuse(`critical extension ${unknown}`)
}

function refuse(reason: string): never {
  fail('revocation-list.unreadable', { reason })
}

/** Where the INTEGER of an entry stands, which was read before: its length is one octet. */
function serialAt(list: Uint8Array, start: number): number {
  const first = list[start + 1]!
  return start + 2 + (first < 0x80 ? 0 : first & 0x7f)
}

/** Compares two encodings: minimal INTEGERs are the same number when they are the same bytes. */
function compareNumbers(left: Uint8Array, leftAt: number, right: Uint8Array, rightAt: number): number {
  const length = 2 + Math.min(left[leftAt + 1]!, right[rightAt + 1]!)
  for (let i = 1; i < length; i++) {
    const difference = left[leftAt + i]! - right[rightAt + i]!
    if (difference !== 0) return difference
  }
  return 0
}

function findIn(list: Uint8Array, order: Uint32Array, serial: Uint8Array): Revocation | null {
  let [low, high] = [0, order.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const compared = compareNumbers(list, serialAt(list, order[middle]!), serial, 0)
    if (compared === 0) return readEntry(new DerReader(list.subarray(order[middle])).enter())
    if (compared < 0) low = middle + 1
    else high = middle
  }
  return null
}

import { type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { utf8Text } from '../bytes.ts'
import { fail } from '../failure.ts'
import { oid } from './object-identifiers.ts'
import { readStructure } from './read-structure.ts'
import { sm3Algorithm } from './signed-message.ts'
import { readAlgorithm } from './signed-structure.ts'

// RFC 3161, clause 2.4 (GB/T 20520): what is asked of a time-stamp authority, what it says, how it answers. SM3 only.

const requestLimit = 1024
const extensionLimit = 32

export interface TimeStampRequest {
  /** SM3 of what is to be stamped, 32 bytes. */
  imprint: Uint8Array
  /** Comes back in the token, so that an old one is not taken for the answer; null when the asker does not care. */
  nonce: bigint | null
}

/** What a time stamp says. */
export interface TimeStampInfo extends TimeStampRequest {
  /** Object identifier of the rules under which the authority works. */
  policy: string
  serialNumber: bigint
  /** genTime: when the authority saw the imprint. */
  at: Date
}

/** TimeStampReq that asks for the authority's certificate, at most 80 bytes. */
export function encodeTimeStampRequest({ imprint, nonce }: TimeStampRequest): Uint8Array {
  const number = nonce === null ? [] : [der.integer(nonce)]
  return der.sequence(der.integer(1), encodeImprint(imprint), ...number, der.boolean(true))
}

/**
 * Reads a TimeStampReq of at most 1 KiB. What it says of policy and certificates is passed over: there is one policy, and
 * certificates always come with the token. Fails with `time-stamp.unreadable`, also for extensions and other digests.
 */
export function readTimeStampRequest(bytes: Uint8Array): TimeStampRequest {
  return readStructure('time-stamp.unreadable', { der: bytes, sizeLimit: requestLimit }, (outer) => {
    const reader = outer.enter()
    requireVersion(reader)
    const imprint = readImprint(reader)
    reader.optional(tag.objectIdentifier)
    const nonce = readOptionalNumber(reader)
    if (reader.nextIdentifier === tag.boolean) reader.boolean()
    reader.end()
    return { imprint, nonce }
  })
}

/** TSTInfo, in whole seconds and exact to one. */
export function encodeTimeStampInfo({ policy, imprint, serialNumber, at, nonce }: TimeStampInfo): Uint8Array {
  return der.sequence(
    der.integer(1),
    der.objectIdentifier(policy),
    encodeImprint(imprint),
    der.integer(serialNumber),
    der.generalizedTime(at),
    der.sequence(der.integer(1)),
    ...(nonce === null ? [] : [der.integer(nonce)]),
  )
}

/** Reads a TSTInfo; accuracy, ordering and the authority's name are passed over. A critical extension is refused. */
export function readTimeStampInfo(outer: DerReader): TimeStampInfo {
  const reader = outer.enter()
  requireVersion(reader)
  const policy = reader.objectIdentifier()
  const imprint = readImprint(reader)
  const serialNumber = reader.integer()
  const at = readMoment(reader)
  reader.optional(tag.sequence)
  if (reader.nextIdentifier === tag.boolean) reader.boolean()
  const nonce = readOptionalNumber(reader)
  reader.optional(tag.context(0))
  refuseCriticalExtensions(reader)
  reader.end()
  return { policy, imprint, serialNumber, at, nonce }
}

/** TimeStampResp with a token. */
export function encodeTimeStampResponse(token: Uint8Array): Uint8Array {
  return der.sequence(der.sequence(der.integer(0)), token)
}

/** The token of a TimeStampResp. Fails with `time-stamp.refused` when there is none, or `time-stamp.unreadable`. */
export function readTimeStampResponse(bytes: Uint8Array, sizeLimit: number): Uint8Array {
  const { status, token } = readStructure('time-stamp.unreadable', { der: bytes, sizeLimit }, (outer) => {
    const reader = outer.enter()
    const answer = reader.enter()
    const status = answer.smallInteger()
    const token = reader.optional(tag.sequence)?.bytes ?? null
    reader.end()
    return { status, token }
  })
  // 0 granted, 1 granted with changes (clause 2.4.2).
  return token === null || status > 1 ? fail('time-stamp.refused', { status }) : token
}

function encodeImprint(imprint: Uint8Array): Uint8Array {
  if (imprint.length !== 32) throw new TypeError('an imprint has 32 bytes')
  return der.sequence(sm3Algorithm, der.octetString(imprint))
}

function readImprint(outer: DerReader): Uint8Array {
  const reader = outer.enter()
  if (readAlgorithm(reader) !== oid.sm3) refuse('the digest is not SM3')
  const imprint = reader.octetString()
  reader.end()
  return imprint.length === 32 ? imprint : refuse('digest of unusual length')
}

function requireVersion(reader: DerReader): void {
  if (reader.smallInteger() !== 1) refuse('of another version')
}

const readOptionalNumber = (reader: DerReader): bigint | null =>
  reader.nextIdentifier === tag.integer ? reader.integer() : null

/** A GeneralizedTime with any fraction of a second, which is cut to milliseconds. */
function readMoment(reader: DerReader): Date {
  const digits = utf8Text(reader.element(tag.generalizedTime).content) ?? ''
  const [, whole, fraction = ''] = /^(\d{14})(?:\.(\d{1,9}))?Z$/.exec(digits) ?? []
  if (whole === undefined || fraction.endsWith('0')) return refuse('malformed time')
  const spelled = whole.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6')
  const at = new Date(`${spelled}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(spelled) ? refuse('no such time') : at
}

function refuseCriticalExtensions(reader: DerReader): void {
  const list = reader.optional(tag.context(1))
  for (const item of list === null ? [] : reader.inside(list).rest(extensionLimit)) {
    const extension = reader.inside(item)
    extension.objectIdentifier()
    if (extension.nextIdentifier === tag.boolean && extension.boolean()) refuse('unknown critical extension')
  }
}

function refuse(reason: string): never {
  fail('time-stamp.unreadable', { reason })
}

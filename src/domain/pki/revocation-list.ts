import { type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { equalBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import type { Certificate } from './certificate.ts'
import { authorityKeyExtension, type Extension, encodeExtension, readExtension, readExtensions } from './extensions.ts'
import { type DistinguishedName, readName } from './names.ts'
import { oid } from './object-identifiers.ts'
import { readStructure } from './read-structure.ts'
import {
  encodeEntry,
  noEntries,
  type Revocation,
  type RevocationEntries,
  readEntries,
  refuseUnhandled,
} from './revocation-entries.ts'
import {
  assembleSigned,
  isSignedBy,
  readSameAlgorithm,
  readSigned,
  type SignedStructure,
  sm2WithSm3Algorithm,
} from './signed-structure.ts'

// Certificate revocation lists, version 2 (RFC 5280, clause 5): complete lists of one issuer, no delta, no indirect ones.

const sizeLimit = 16 * 1024 * 1024
export interface RevocationList extends SignedStructure {
  der: Uint8Array
  issuer: DistinguishedName
  thisUpdate: Date
  /** Null when the issuer does not say when the next list comes. */
  nextUpdate: Date | null
  /** Null when the list carries no number. */
  number: bigint | null
  entries: RevocationEntries
}

export interface RevocationListFields {
  /** The certificate of the key that signs the list. */
  issuer: Certificate
  /** Grows with every list of the issuer. */
  number: bigint
  thisUpdate: Date
  nextUpdate: Date
  revocations: ReadonlyMap<bigint, Revocation>
}

/** Makes a list; `sign` signs the bytes it is given under the issuer's key with the default signer id. */
export function buildRevocationList(fields: RevocationListFields, sign: (tbs: Uint8Array) => Sm2Signature): Uint8Array {
  const { issuer, number, thisUpdate, nextUpdate, revocations } = fields
  const entries = [...revocations].map(encodeEntry)
  const crlNumber = { type: oid.crlNumber, isCritical: false, value: der.integer(number) }
  const keyIdentifier = issuer.subjectKeyIdentifier
  const extensions = [...(keyIdentifier === null ? [] : [authorityKeyExtension(keyIdentifier)]), crlNumber]
  const tbs = der.sequence(
    der.integer(1),
    sm2WithSm3Algorithm,
    issuer.subject.der,
    der.certificateTime(thisUpdate),
    der.certificateTime(nextUpdate),
    // RFC 5280, clause 5.1.2.6: an empty list of entries must be absent.
    ...(entries.length === 0 ? [] : [der.sequence(...entries)]),
    der.contextConstructed(0, der.sequence(...extensions.map(encodeExtension))),
  )
  return assembleSigned(tbs, sign(tbs))
}

/**
 * Reads a list of at most 16 MiB and 200,000 entries without verifying it. Fails with `revocation-list.unreadable`,
 * also for lists that do not cover everything of their issuer (critical extensions of delta and partial lists).
 */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  return readStructure('revocation-list.unreadable', { der: bytes, sizeLimit }, (reader) => {
    const { signed, tbs, algorithmDer } = readSigned(reader)
    const fields = readTbs(tbs, algorithmDer)
    tbs.end()
    return { der: bytes, ...signed, ...fields }
  })
}

function readTbs(reader: DerReader, algorithmDer: Uint8Array) {
  if (reader.nextIdentifier === tag.integer && reader.smallInteger() !== 1) refuse('not version 2')
  readSameAlgorithm(reader, algorithmDer)
  const issuer = readName(reader)
  const thisUpdate = reader.time()
  const hasNextUpdate = reader.nextIdentifier === tag.utcTime || reader.nextIdentifier === tag.generalizedTime
  const nextUpdate = hasNextUpdate ? reader.time() : null
  const rows = reader.optional(tag.sequence)
  const entries = rows === null ? noEntries : readEntries(reader.inside(rows))
  const list = reader.optional(tag.context(0))
  const extensions = list === null ? new Map<string, Extension>() : readExtensions(reader.inside(list))
  refuseUnhandled(extensions, [oid.authorityKeyIdentifier, oid.crlNumber])
  const number = readExtension(extensions, oid.crlNumber, (value) => value.integer())
  return { issuer, thisUpdate, nextUpdate, number, entries }
}

function refuse(reason: string): never {
  fail('revocation-list.unreadable', { reason })
}

/** Whether this authority made the list: its name, its right to sign lists and its signature. */
export function isRevocationListOf(list: RevocationList, issuer: Certificate): boolean {
  const maySignLists = issuer.keyUsage === null || issuer.keyUsage.has('cRLSign')
  return maySignLists && equalBytes(list.issuer.der, issuer.subject.der) && isSignedBy(list, issuer.publicKey)
}

/**
 * When and why the certificate was revoked; null when the list does not name it. The list must be known to be of the
 * certificate's issuer: see `isRevocationListOf`.
 */
export function findRevocation(list: RevocationList, certificate: Certificate): Revocation | null {
  return list.entries.find(certificate.serialNumber)
}

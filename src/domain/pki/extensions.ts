import { type DerElement, type DerReader, readDer, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { utf8Bytes, utf8Text } from '../bytes.ts'
import { fail } from '../failure.ts'
import { encodePoint, type Sm2Point } from '../sm/sm2-curve.ts'
import { sm3 } from '../sm/sm3.ts'
import { oid } from './object-identifiers.ts'

// RFC 5280, clause 4.2: the extensions that our certificates and revocation lists use.

const extensionLimit = 32
const listLimit = 32
const uniformResourceIdentifier = tag.contextPrimitive(6)

/** In the order of their bits (RFC 5280, clause 4.2.1.3). */
const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

export type KeyUsage = (typeof keyUsages)[number]

export interface BasicConstraints {
  isAuthority: boolean
  /** How many authorities may follow below this one; null when that is not limited. */
  pathLength: number | null
}

export interface Extension {
  type: string
  isCritical: boolean
  /** The DER inside the OCTET STRING. */
  value: Uint8Array
}

/** Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue OCTET STRING }. */
export function encodeExtension({ type, isCritical, value }: Extension): Uint8Array {
  const critical = isCritical ? [der.boolean(true)] : []
  return der.sequence(der.objectIdentifier(type), ...critical, der.octetString(value))
}

/** Reads SEQUENCE OF Extension by type; the same type twice fails with `der.invalid`. */
export function readExtensions(outer: DerReader): Map<string, Extension> {
  const reader = outer.enter()
  const extensions = new Map<string, Extension>()
  for (const item of reader.rest(extensionLimit)) {
    const inside = reader.inside(item)
    const type = inside.objectIdentifier()
    const isCritical = inside.nextIdentifier === tag.boolean && inside.boolean()
    const value = inside.octetString()
    inside.end()
    if (extensions.has(type)) fail('der.invalid', { offset: item.offset, reason: `extension ${type} twice` })
    extensions.set(type, { type, isCritical, value })
  }
  return extensions
}

/** The critical extensions among these whose types are not in `handled`. */
export function unhandledCritical(extensions: Map<string, Extension>, handled: readonly string[]): string[] {
  return [...extensions.values()]
    .filter(({ type, isCritical }) => isCritical && !handled.includes(type))
    .map(({ type }) => type)
}

/** The value of an extension read by `read`; null when there is no such extension. */
export function readExtension<T>(
  extensions: Map<string, Extension>,
  type: string,
  read: (reader: DerReader) => T,
): T | null {
  const extension = extensions.get(type)
  return extension === undefined ? null : readDer(extension.value, read)
}

export function keyUsageExtension(usages: readonly KeyUsage[]): Extension {
  const bits = usages.map((usage) => keyUsages.indexOf(usage))
  const octets = new Uint8Array(Math.floor(Math.max(...bits) / 8) + 1)
  for (const bit of bits) octets[bit >> 3]! |= 0x80 >> (bit & 7)
  return { type: oid.keyUsage, isCritical: true, value: der.bitString(octets, 7 - (Math.max(...bits) & 7)) }
}

export function readKeyUsage(reader: DerReader): ReadonlySet<KeyUsage> {
  const { content, offset } = reader.element(tag.bitString)
  if (content.length < 1 || content.length > 3 || content[0]! > 7) fail('der.invalid', { offset, reason: 'key usage' })
  return new Set(keyUsages.filter((_, bit) => ((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0))
}

export function basicConstraintsExtension({ isAuthority, pathLength }: BasicConstraints): Extension {
  const parts = [...(isAuthority ? [der.boolean(true)] : []), ...(pathLength === null ? [] : [der.integer(pathLength)])]
  return { type: oid.basicConstraints, isCritical: true, value: der.sequence(...parts) }
}

export function readBasicConstraints(outer: DerReader): BasicConstraints {
  const reader = outer.enter()
  const isAuthority = reader.nextIdentifier === tag.boolean && reader.boolean()
  const pathLength = reader.isAtEnd ? null : reader.smallInteger()
  reader.end()
  return { isAuthority, pathLength }
}

/** 20 bytes: the left of SM3 over the uncompressed point (the method of RFC 7093, clause 2, with SM3). */
export function keyIdentifierOf(publicKey: Sm2Point): Uint8Array {
  return sm3(encodePoint(publicKey)).subarray(0, 20)
}

export function subjectKeyExtension(keyIdentifier: Uint8Array): Extension {
  return { type: oid.subjectKeyIdentifier, isCritical: false, value: der.octetString(keyIdentifier) }
}

export function authorityKeyExtension(keyIdentifier: Uint8Array): Extension {
  const value = der.sequence(der.contextPrimitive(0, keyIdentifier))
  return { type: oid.authorityKeyIdentifier, isCritical: false, value }
}

/** The key identifier; null when the issuer is named in another way. */
export function readAuthorityKey(outer: DerReader): Uint8Array | null {
  const reader = outer.enter()
  const keyIdentifier = reader.optional(tag.contextPrimitive(0))?.content ?? null
  reader.rest(2)
  return keyIdentifier
}

export function crlUrlExtension(url: string): Extension {
  const name = der.contextConstructed(0, der.contextConstructed(0, der.contextPrimitive(6, utf8Bytes(url))))
  return { type: oid.crlDistributionPoints, isCritical: false, value: der.sequence(der.sequence(name)) }
}

/** Every URL in the full names of the distribution points; other forms are passed over. */
export function readCrlUrls(outer: DerReader): string[] {
  const points = outer.enter()
  return points.rest(listLimit).flatMap((point) => {
    const inside = points.inside(point)
    const name = inside.optional(tag.context(0))
    inside.rest(2)
    return name === null ? [] : urlsOf(inside.inside(name))
  })
}

function urlsOf(name: DerReader): string[] {
  const fullName = name.optional(tag.context(0))
  const names = fullName === null ? [] : name.inside(fullName).rest(listLimit)
  return names.filter(({ identifier }) => identifier === uniformResourceIdentifier).map(urlOf)
}

function urlOf({ content, offset }: DerElement): string {
  return utf8Text(content) ?? fail('der.invalid', { offset, reason: 'malformed URL' })
}

export function policyExtension(policy: string): Extension {
  const value = der.sequence(der.sequence(der.objectIdentifier(policy)))
  return { type: oid.certificatePolicies, isCritical: false, value }
}

/** Critical: whoever does not know it must not take the certificate for another purpose (RFC 3161, clause 2.3). */
export function extendedKeyUsageExtension(purpose: string): Extension {
  return { type: oid.extendedKeyUsage, isCritical: true, value: der.sequence(der.objectIdentifier(purpose)) }
}

/** The object identifiers of the purposes. */
export function readExtendedKeyUsages(outer: DerReader): string[] {
  const reader = outer.enter()
  const purposes: string[] = []
  while (!reader.isAtEnd && purposes.length < listLimit) purposes.push(reader.objectIdentifier())
  reader.end()
  return purposes
}

/** The object identifiers of the policies; qualifiers are passed over. */
export function readPolicies(outer: DerReader): string[] {
  const reader = outer.enter()
  return reader.rest(listLimit).map((policy) => reader.inside(policy).objectIdentifier())
}

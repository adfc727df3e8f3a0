import { type DerReader, readDer, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { concatBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { decodePoint, encodePoint, encodeScalar, order, type Sm2Point } from '../sm/sm2-curve.ts'
import type { Sm2Ciphertext } from '../sm/sm2-encrypt.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import { oid } from './object-identifiers.ts'

// GM/T 0009-2012, clause 7: how keys, signatures and ciphertexts of SM2 are written.

/** SM2Signature ::= SEQUENCE { r INTEGER, s INTEGER }, 8 to 72 bytes. */
export function encodeSignatureDer({ r, s }: Sm2Signature): Uint8Array {
  return der.sequence(der.integer(r), der.integer(s))
}

/** Fails with `der.invalid`, or with `sm2.malformed` when r or s lies outside 1 … n − 1. */
export function decodeSignatureDer(bytes: Uint8Array): Sm2Signature {
  const signature = readDer(bytes, (reader) => {
    const inside = reader.enter()
    const numbers = { r: inside.integer(), s: inside.integer() }
    inside.end()
    return numbers
  })
  for (const number of [signature.r, signature.s])
    if (number === 0n || number >= order) fail('sm2.malformed', { part: 'signature' })
  return signature
}

/** SM2Cipher ::= SEQUENCE { x INTEGER, y INTEGER, hash OCTET STRING (32), cipherText OCTET STRING }: C1 C3 C2. */
export function encodeCiphertextDer({ c1, c3, c2 }: Sm2Ciphertext): Uint8Array {
  return der.sequence(der.integer(c1.x), der.integer(c1.y), der.octetString(c3), der.octetString(c2))
}

/** Fails with `der.invalid`, or with `sm2.malformed` when C1 is not on the curve or C3 is not 32 bytes. */
export function decodeCiphertextDer(bytes: Uint8Array): Sm2Ciphertext {
  return readDer(bytes, (reader) => {
    const inside = reader.enter()
    const c1 = pointOf(inside.integer(), inside.integer())
    const c3 = inside.octetString()
    const c2 = inside.octetString()
    inside.end()
    if (c3.length !== 32 || c2.length === 0) fail('sm2.malformed', { part: 'ciphertext' })
    return { c1, c3, c2 }
  })
}

function pointOf(x: bigint, y: bigint): Sm2Point {
  const isInRange = x < 1n << 256n && y < 1n << 256n
  const point = isInRange ? decodePoint(concatBytes(Uint8Array.of(4), encodeScalar(x), encodeScalar(y))) : null
  return point ?? fail('sm2.malformed', { part: 'point' })
}

/** SubjectPublicKeyInfo of an SM2 key: id-ecPublicKey on the SM2 curve, 91 bytes. */
export function encodeSubjectPublicKey(point: Sm2Point): Uint8Array {
  const algorithm = der.sequence(der.objectIdentifier(oid.ecPublicKey), der.objectIdentifier(oid.sm2Curve))
  return der.sequence(algorithm, der.bitString(encodePoint(point)))
}

/**
 * Reads a whole SubjectPublicKeyInfo; null when it is sound but of another algorithm or curve. Fails with
 * `der.invalid`, or with `sm2.malformed` when the point is not on the curve.
 */
export function decodeSubjectPublicKey(bytes: Uint8Array): Sm2Point | null {
  return readDer(bytes, (reader) => {
    const inside = reader.enter()
    const algorithm = inside.enter()
    const isSm2 = algorithm.objectIdentifier() === oid.ecPublicKey && isSm2Curve(algorithm)
    algorithm.rest(4)
    const key = inside.bitString()
    inside.end()
    return isSm2 ? (decodePoint(key) ?? fail('sm2.malformed', { part: 'point' })) : null
  })
}

function isSm2Curve(parameters: DerReader): boolean {
  return parameters.nextIdentifier === tag.objectIdentifier && parameters.objectIdentifier() === oid.sm2Curve
}

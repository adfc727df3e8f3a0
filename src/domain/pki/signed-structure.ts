import { type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { equalBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import { messageDigest, type Sm2Signature, verifyDigest } from '../sm/sm2-sign.ts'
import { oid } from './object-identifiers.ts'
import { decodeSignatureDer, encodeSignatureDer } from './sm2-der.ts'

// X.509's SIGNED{}: what certificates, requests and revocation lists have in common.

/** A structure, the algorithm that signed it and the signature: null when the algorithm is not SM2 with SM3. */
export interface SignedStructure {
  /** What is signed, as a whole element. */
  tbs: Uint8Array
  signatureAlgorithm: string
  signature: Sm2Signature | null
}

/** AlgorithmIdentifier of SM2 with SM3, without parameters (GM/T 0015-2012, clause 5.2.2). */
export const sm2WithSm3Algorithm: Uint8Array = der.sequence(der.objectIdentifier(oid.sm2WithSm3))

/** Joins what was signed and its signature. */
export function assembleSigned(tbs: Uint8Array, signature: Sm2Signature): Uint8Array {
  return der.sequence(tbs, sm2WithSm3Algorithm, der.bitString(encodeSignatureDer(signature)))
}

/** Reads a SIGNED structure without looking into what is signed. */
export function readSigned(outer: DerReader): { signed: SignedStructure; tbs: DerReader; algorithmDer: Uint8Array } {
  const reader = outer.enter()
  const tbs = reader.element(tag.sequence)
  const algorithm = reader.element(tag.sequence)
  const signatureAlgorithm = algorithmOf(reader.inside(algorithm))
  const bits = reader.bitString()
  reader.end()
  const signature = signatureAlgorithm === oid.sm2WithSm3 ? decodeSignatureDer(bits) : null
  return {
    signed: { tbs: tbs.bytes, signatureAlgorithm, signature },
    tbs: reader.inside(tbs),
    algorithmDer: algorithm.bytes,
  }
}

/** Reads an AlgorithmIdentifier and gives its object identifier; parameters are passed over. */
export function readAlgorithm(outer: DerReader): string {
  return algorithmOf(outer.enter())
}

function algorithmOf(reader: DerReader): string {
  const algorithm = reader.objectIdentifier()
  reader.rest(4)
  return algorithm
}

/**
 * Fails with `der.invalid` unless the algorithm in the signed part, which stands next, is the unsigned one outside,
 * byte for byte (RFC 5280, clause 4.1.1.2): otherwise one signature would fit several encodings.
 */
export function readSameAlgorithm(reader: DerReader, algorithmDer: Uint8Array): void {
  const { bytes, offset } = reader.element(tag.sequence)
  if (!equalBytes(bytes, algorithmDer)) fail('der.invalid', { offset, reason: 'two different signature algorithms' })
}

/** Whether this key made the signature, with the default signer id. False for other algorithms. */
export function isSignedBy({ tbs, signature }: SignedStructure, publicKey: Sm2Point | null): boolean {
  return signature !== null && publicKey !== null && verifyDigest(publicKey, messageDigest(publicKey, tbs), signature)
}

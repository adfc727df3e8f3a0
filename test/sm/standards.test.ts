import { describe, expect, test } from 'vitest'
import { bytesOfHex, concatBytes, hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { expandSm4Key, transformSm4Block, transformSm4Words } from '../../src/domain/sm/engine/sm4-tables.ts'
import {
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  generator,
  order,
} from '../../src/domain/sm/sm2-curve.ts'
import { decryptSm2, encryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { curveB } from '../../src/domain/sm/sm2-engine.ts'
import { fieldPrime } from '../../src/domain/sm/sm2-field-code.ts'
import { messageDigest, signDigest, signerDigest, verifyDigest } from '../../src/domain/sm/sm2-sign.ts'
import { createSm3, sm3 } from '../../src/domain/sm/sm3.ts'
import { createSm4Gcm } from '../../src/domain/sm/sm4-gcm.ts'
import { systemRandom } from '../kit/random.ts'
import vectors from '../vectors/gm-vectors.json' with { type: 'json' }

const bytes = (hex: string) => bytesOfHex(hex)!
/** Gives the nonce of a standard's example: 48 bytes that reduce to it. */
const fixedNonce = (k: string) => () => concatBytes(new Uint8Array(16), bytes(k))

describe('GB/T 32905 annex A', () => {
  const messages: Record<string, string> = { 'abcd x16 (64 bytes)': 'abcd'.repeat(16) }
  test.each(vectors.sm3)('SM3 of "$msg_ascii"', ({ msg_ascii, digest }) => {
    expect(hexOf(sm3(utf8Bytes(messages[msg_ascii] ?? msg_ascii)))).toBe(digest)
  })

  test('a message digested byte by byte has the same digest', () => {
    const computation = createSm3()
    for (const letter of 'abcd'.repeat(16)) computation.update(utf8Bytes(letter))
    expect(hexOf(computation.digest())).toBe(vectors.sm3[1]!.digest)
  })
})

describe('GB/T 32907 annex A', () => {
  const { key, plaintext, ciphertext } = vectors.sm4_block[0]!
  const roundKeys = expandSm4Key(bytes(key))

  test('one block', () => {
    expect(hexOf(transformSm4Block(roundKeys, bytes(plaintext)))).toBe(ciphertext)
  })

  test('a million times the same key', () => {
    const view = new DataView(bytes(plaintext).buffer)
    const words = Int32Array.of(0, 4, 8, 12).map((at) => view.getInt32(at))
    for (let i = 0; i < 1_000_000; i++) transformSm4Words(roundKeys, words)
    expect([...words].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')).toBe(
      vectors.sm4_block[1]!.ciphertext,
    )
  })

  test('first and last round key', () => {
    expect([roundKeys[0]! >>> 0, roundKeys[31]! >>> 0].map((word) => word.toString(16))).toEqual(
      vectors.sm4_block[0]!.round_keys_first_last,
    )
  })
})

test('RFC 8998 A.1, SM4-GCM', () => {
  const { key, iv, aad, plaintext, ciphertext, tag } = vectors.sm4_gcm[0]!
  const sealed = createSm4Gcm(bytes(key)).seal(bytes(iv), bytes(aad), bytes(plaintext))
  expect(hexOf(sealed)).toBe(ciphertext + tag)
})

describe('GB/T 32918.5 annexes', () => {
  test('the recommended curve', () => {
    const hex = (value: bigint) => value.toString(16)
    expect([fieldPrime, fieldPrime - 3n, curveB, order].map(hex)).toEqual([
      vectors.curve.p,
      vectors.curve.a,
      vectors.curve.b,
      vectors.curve.n,
    ])
    expect(hexOf(encodePoint(generator))).toBe(`04${vectors.curve.Gx}${vectors.curve.Gy}`)
    expect(
      generator
        .multiply(order - 1n)
        .add(generator)
        .is0(),
    ).toBe(true)
  })

  test('annex A, signature', () => {
    const { d, P, msg_ascii, k, Z, e, r, s } = vectors.sm2_sign
    const publicKey = decodePoint(bytes(P))!
    const digest = messageDigest(publicKey, utf8Bytes(msg_ascii))
    expect({ Z: hexOf(signerDigest(publicKey)), e: hexOf(digest) }).toEqual({ Z, e })
    const signature = signDigest(decodeScalar(bytes(d)), digest, fixedNonce(k))
    expect({ r: hexOf(encodeScalar(signature.r)), s: hexOf(encodeScalar(signature.s)) }).toEqual({ r, s })
    expect(verifyDigest(publicKey, digest, signature)).toBe(true)
  })

  test('annex C, encryption', () => {
    const { d, k, msg_ascii, C1, C3, C2 } = vectors.sm2_encrypt
    const publicKey = generator.multiply(decodeScalar(bytes(d)))
    const ciphertext = encryptSm2(publicKey, utf8Bytes(msg_ascii), fixedNonce(k))
    expect([hexOf(encodePoint(ciphertext.c1)), hexOf(ciphertext.c3), hexOf(ciphertext.c2)]).toEqual([C1, C3, C2])
    expect(decryptSm2(decodeScalar(bytes(d)), ciphertext)).toEqual(utf8Bytes(msg_ascii))
  })
})

test('system randomness gives what is asked for', () => {
  expect(systemRandom(48)).toHaveLength(48)
})

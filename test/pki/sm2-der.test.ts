import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as der from '../../src/domain/asn1/write-der.ts'
import {
  decodeCiphertextDer,
  decodeSignatureDer,
  decodeSubjectPublicKey,
  encodeCiphertextDer,
  encodeSignatureDer,
  encodeSubjectPublicKey,
} from '../../src/domain/pki/sm2-der.ts'
import { generateSm2KeyPair, generator, order } from '../../src/domain/sm/sm2-curve.ts'
import { decryptSm2, encryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { signMessage, verifyMessage } from '../../src/domain/sm/sm2-sign.ts'
import { failureOf } from '../kit/failure-of.ts'
import { distinguishingId, openssl, privateKeyPem, publicKeyPem } from '../kit/openssl.ts'
import { seededRandom } from '../kit/random.ts'

const random = seededRandom('sm2-der')
const key = generateSm2KeyPair(random)
const message = new TextEncoder().encode('投标文件')
const files = { key: privateKeyPem(key), pub: publicKeyPem(encodeSubjectPublicKey(key.publicKey)), message }

describe('openssl agrees', () => {
  test('on the encoding of a public key', () => {
    const { output } = openssl(['pkey', '-in', '@key', '-pubout', '-outform', 'DER'], files)
    expect(output).toEqual(encodeSubjectPublicKey(key.publicKey))
  })

  test('on our signature', () => {
    const signature = encodeSignatureDer(signMessage(key, message, random))
    const args = [
      'dgst',
      '-sm3',
      '-verify',
      '@pub',
      '-sigopt',
      distinguishingId,
      '-signature',
      '@signature',
      '@message',
    ]
    expect(openssl(args, { ...files, signature })).toMatchObject({ isAccepted: true })
  })

  test('and its own signature holds for us', () => {
    const args = ['dgst', '-sm3', '-sign', '@key', '-sigopt', distinguishingId, '@message']
    expect(verifyMessage(key.publicKey, message, decodeSignatureDer(openssl(args, files).output))).toBe(true)
  })

  test('and decrypts what we encrypt', () => {
    const ciphertext = encodeCiphertextDer(encryptSm2(key.publicKey, message, random))
    const args = ['pkeyutl', '-decrypt', '-inkey', '@key', '-in', '@ciphertext']
    expect(openssl(args, { ...files, ciphertext }).output).toEqual(message)
  })

  test('and we decrypt what it encrypts', () => {
    const { output } = openssl(['pkeyutl', '-encrypt', '-pubin', '-inkey', '@pub', '-in', '@message'], files)
    expect(decryptSm2(key.privateKey, decodeCiphertextDer(output))).toEqual(message)
  })
})

describe('what is not a value of SM2 is refused by name', () => {
  const c3 = der.octetString(new Uint8Array(32))
  const c2 = der.octetString(new Uint8Array(16))
  const { x, y } = generator

  test.each([
    ['a point off the curve', der.sequence(der.integer(x), der.integer(y + 1n), c3, c2), 'point'],
    ['the point at infinity', der.sequence(der.integer(0), der.integer(0), c3, c2), 'point'],
    [
      'a coordinate of more than 32 bytes',
      der.sequence(der.integer(x + (1n << 256n)), der.integer(y), c3, c2),
      'point',
    ],
    ['a check value of another length', der.sequence(der.integer(x), der.integer(y), c2, c2), 'ciphertext'],
    [
      'nothing encrypted',
      der.sequence(der.integer(x), der.integer(y), c3, der.octetString(new Uint8Array())),
      'ciphertext',
    ],
  ])('%s', (_, bytes, part) => {
    expect(failureOf(() => decodeCiphertextDer(bytes))).toEqual({ code: 'sm2.malformed', details: { part } })
  })

  test.each([
    [0n, 1n],
    [1n, 0n],
    [order, 1n],
    [1n, order],
  ])('a signature of %d and %d', (r, s) => {
    const act = () => decodeSignatureDer(encodeSignatureDer({ r, s }))
    expect(failureOf(act)).toEqual({ code: 'sm2.malformed', details: { part: 'signature' } })
  })

  test('a public key off the curve', () => {
    const bytes = encodeSubjectPublicKey(key.publicKey)
    bytes[bytes.length - 1]! ^= 1
    const failure = { code: 'sm2.malformed', details: { part: 'point' } }
    expect(failureOf(() => decodeSubjectPublicKey(bytes))).toEqual(failure)
  })
})

test('signatures are read back whatever their numbers', () => {
  const scalar = fc.bigInt({ min: 1n, max: order - 1n })
  fc.assert(
    fc.property(scalar, scalar, (r, s) => {
      expect(decodeSignatureDer(encodeSignatureDer({ r, s }))).toEqual({ r, s })
    }),
  )
})

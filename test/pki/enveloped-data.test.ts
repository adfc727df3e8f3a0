import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contextPrimitive, integer, objectIdentifier, octetString } from '../../src/domain/asn1/write-der.ts'
import { hexOf } from '../../src/domain/bytes.ts'
import type { Certificate } from '../../src/domain/pki/certificate.ts'
import { findRecipient, openEnvelope, readEnvelope, sealEnvelope } from '../../src/domain/pki/enveloped-data.ts'
import { oid } from '../../src/domain/pki/object-identifiers.ts'
import { encodeCiphertextDer } from '../../src/domain/pki/sm2-der.ts'
import { decryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { type Identity, issueCertificate, makeAuthorities, makeEnterprise, makePerson } from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'
import { openssl, privateKeyPem } from '../kit/openssl.ts'
import { replaceInDer } from '../kit/replace-in-der.ts'

const { issuing, random } = makeAuthorities('envelope')
const bidder = makeEnterprise(issuing[0], { name: '甲公司', socialCreditCode: '91320000MA1ABCDE1X' }, random)
const colleague = makePerson(issuing[1], '张三', random)
const stranger = makePerson(issuing[0], '李四', random)
const content = random(32)
const recipients = [bidder.encrypt.certificate, colleague.encrypt.certificate]
const sealed = sealEnvelope({ content, recipients, random })

const damaged = { code: 'envelope.damaged', details: {} }

/** Opens as a holder of a whole key does; null when the certificate is no recipient. */
function open(bytes: Uint8Array, { certificate, key }: Identity): Uint8Array | null {
  const envelope = readEnvelope(bytes)
  const ciphertext = findRecipient(envelope, certificate)
  return ciphertext === null ? null : openEnvelope(envelope, decryptSm2(key.privateKey, ciphertext))
}

describe('an envelope', () => {
  test('opens for each of its recipients and for nobody else', () => {
    expect([bidder, colleague, stranger].map(({ encrypt }) => open(sealed, encrypt))).toEqual([content, content, null])
  })

  test('opens for contents of every length up to several blocks', () => {
    for (const length of [0, 1, 15, 16, 17, 32, 1000]) {
      const bytes = random(length)
      expect(open(sealEnvelope({ content: bytes, recipients, random }), bidder.encrypt)).toEqual(bytes)
    }
  })

  test('copies the names of issuers byte for byte', () => {
    const { recipients: found } = readEnvelope(sealed)
    expect(found.map(({ issuerDer, serialNumber }) => [hexOf(issuerDer), serialNumber]).sort()).toEqual(
      recipients.map(({ issuer, serialNumber }) => [hexOf(issuer.der), serialNumber]).sort(),
    )
  })

  test('names SM2 encryption by its own identifier, and key exchange for tools that know no other', () => {
    const compatible = sealEnvelope({ content, recipients, random, profile: 'keyExchangeIdentifier' })
    const holds = (bytes: Uint8Array, dotted: string) => hexOf(bytes).includes(hexOf(objectIdentifier(dotted)))
    expect(
      [sealed, compatible].map((bytes) => [holds(bytes, oid.sm2Encrypt), holds(bytes, oid.sm2KeyExchange)]),
    ).toEqual([
      [true, false],
      [false, true],
    ])
  })

  test.each([oid.sm2Curve, oid.sm2Sign, oid.sm2KeyExchange, oid.sm2Encrypt])('is read when it names %s', (dotted) => {
    const renamed = replaceInDer(sealed, objectIdentifier(oid.sm2Encrypt), objectIdentifier(dotted))
    expect(open(renamed, bidder.encrypt)).toEqual(content)
  })

  test('has room for 64 recipients', () => {
    const many = Array.from({ length: 64 }, (_, i) => ({ ...bidder.encrypt.certificate, serialNumber: BigInt(i + 1) }))
    expect(readEnvelope(sealEnvelope({ content, recipients: many, random })).recipients).toHaveLength(64)
  })
})

describe('openssl', () => {
  test('decrypts the content key and with it the content', () => {
    const envelope = readEnvelope(sealed)
    const ciphertext = encodeCiphertextDer(findRecipient(envelope, bidder.encrypt.certificate)!)
    const key = privateKeyPem(bidder.encrypt.key)
    const decrypted = openssl(['pkeyutl', '-decrypt', '-inkey', '@key', '-in', '@ciphertext'], { key, ciphertext })
    const args = ['enc', '-d', '-sm4-cbc', '-K', hexOf(decrypted.output), '-iv', hexOf(envelope.iv), '-in', '@body']
    expect(openssl(args, { body: envelope.encryptedContent }).output).toEqual(content)
  })

  test('parses the whole structure', () => {
    const { isAccepted, text } = openssl(['asn1parse', '-inform', 'DER', '-in', '@p7m'], { p7m: sealed })
    expect([isAccepted, text]).toEqual([true, expect.stringContaining(`OBJECT            :${oid.envelopedData}`)])
  })
})

describe('sealing is refused', () => {
  const codeOf = (chosen: Certificate[], bytes = content) =>
    failureOf(() => sealEnvelope({ content: bytes, recipients: chosen, random }))?.code

  test('without recipients and with more than 64', () => {
    const tooMany = Array.from({ length: 65 }, () => bidder.encrypt.certificate)
    expect([codeOf([]), codeOf(tooMany)]).toEqual(['envelope.recipient-count', 'envelope.recipient-count'])
  })

  test('to a signing certificate, to an authority and to a key that is not SM2', () => {
    const foreign = { ...bidder.encrypt.certificate, publicKey: null }
    const chosen = [bidder.sign.certificate, issuing[0].certificate, foreign]
    expect(chosen.map((certificate) => codeOf([certificate]))).toEqual(chosen.map(() => 'certificate.wrong-key-usage'))
  })

  test('above 64 KiB', () => {
    expect(codeOf(recipients, new Uint8Array(64 * 1024))).toBe('envelope.too-large')
  })
})

describe('all damage is one failure without details', () => {
  const { encryptedContent, iv } = readEnvelope(sealed)

  test.each([
    ['a last block that unpads to nonsense', flipped(encryptedContent, encryptedContent.length - 1)],
    ['a changed block before it', flipped(encryptedContent, encryptedContent.length - 17)],
    ['a content that is not of whole blocks', encryptedContent.subarray(1)],
    ['no content', new Uint8Array()],
  ])('%s', (_, content) => {
    const changed = replaceInDer(sealed, contextPrimitive(0, encryptedContent), contextPrimitive(0, content))
    expect(failureOf(() => open(changed, bidder.encrypt))).toEqual(damaged)
  })

  test.each([
    ['another content cipher', objectIdentifier(oid.sm4Cbc), objectIdentifier('1.2.156.10197.1.104.8')],
    ['an iv of 15 bytes', octetString(iv), octetString(iv.subarray(1))],
    ['another key encryption', objectIdentifier(oid.sm2Encrypt), objectIdentifier('1.2.840.113549.1.1.1')],
    ['another version', integer(1), integer(2)],
    ['another message', objectIdentifier(oid.envelopedData), objectIdentifier(oid.signedData)],
  ])('%s', (_, wanted, replacement) => {
    expect(failureOf(() => readEnvelope(replaceInDer(sealed, wanted, replacement)))).toEqual(damaged)
  })

  test('a content key that did not decrypt, of another length or another one', () => {
    const envelope = readEnvelope(sealed)
    const keys = [null, new Uint8Array(15), new Uint8Array(32), new Uint8Array(16)]
    expect(keys.map((key) => failureOf(() => openEnvelope(envelope, key)))).toEqual(keys.map(() => damaged))
  })

  test('two recipients whose encrypted keys were swapped', () => {
    const [first, second] = readEnvelope(sealed).recipients.map(({ encryptedKey }) =>
      octetString(encodeCiphertextDer(encryptedKey)),
    )
    const marker = octetString(new Uint8Array(3))
    const moved = replaceInDer(replaceInDer(sealed, first!, marker), second!, first!)
    const swapped = replaceInDer(moved, marker, second!)
    expect(failureOf(() => open(swapped, bidder.encrypt))).toEqual(damaged)
  })

  test('the key of somebody else', () => {
    const { key } = stranger.encrypt
    expect(failureOf(() => open(sealed, { ...bidder.encrypt, key }))).toEqual(damaged)
  })

  test('more than 64 KiB', () => {
    expect(failureOf(() => readEnvelope(new Uint8Array(64 * 1024 + 1)))).toEqual(damaged)
  })

  test('any changed byte: damaged, not for this certificate, or CBC content that only its user can tell apart', () => {
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = flipped(sealed, at, change)
        const failure = failureOf(() => open(changed, bidder.encrypt))
        expect([null, damaged]).toContainEqual(failure)
      }),
      { numRuns: 300 },
    )
  })
})

function flipped(bytes: Uint8Array, at: number, change = 0x80): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[at]! ^= change
  return changed
}

test('a certificate of the same serial number from another authority is not for me', () => {
  const twin = issueCertificate({ profile: 'encrypt', issuer: issuing[2], subject: { commonName: '孪生' }, random })
  const { serialNumber } = bidder.encrypt.certificate
  expect(findRecipient(readEnvelope(sealed), { ...twin.certificate, serialNumber })).toBeNull()
})

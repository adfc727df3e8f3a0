import { describe, expect, test } from 'vitest'
import {
  contextConstructed,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from '../../src/domain/asn1/write-der.ts'
import { concatBytes, equalBytes } from '../../src/domain/bytes.ts'
import type { Certificate } from '../../src/domain/pki/certificate.ts'
import { oid } from '../../src/domain/pki/object-identifiers.ts'
import {
  assembleSignedData,
  readSignedData,
  signedDataDigest,
  verifySignedData,
} from '../../src/domain/pki/signed-data.ts'
import { encodeSignatureDer } from '../../src/domain/pki/sm2-der.ts'
import { signDigest } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { type Identity, makeAuthorities, makeEnterprise } from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'
import { distinguishingId, openssl, publicKeyPem } from '../kit/openssl.ts'
import { replaceInDer } from '../kit/replace-in-der.ts'

const { issuing, random } = makeAuthorities('signed-data')
const enterprise = makeEnterprise(issuing[0], { name: '甲公司', socialCreditCode: '91320000MA1ABCDE1X' }, random)
const rival = makeEnterprise(issuing[0], { name: '乙公司', socialCreditCode: '91320000MA1ABCDE2X' }, random)
const content = new TextEncoder().encode('投标声明')

function sign(
  signer: Identity,
  options: { content?: Uint8Array; isDetached?: boolean; as?: Certificate; certificates?: Certificate[] } = {},
): Uint8Array {
  const { content: signed = content, as = signer.certificate, certificates = [as, issuing[0].certificate] } = options
  const digest = signedDataDigest(signed, signer.key.publicKey)
  return assembleSignedData({
    content: options.isDetached === true ? null : signed,
    certificates,
    signer: as,
    signature: signDigest(signer.key.privateKey, digest, random),
  })
}

const verify = (bytes: Uint8Array, known?: Uint8Array) => verifySignedData(readSignedData(bytes), known)
const codeOf = (act: () => unknown) => failureOf(act)?.code

describe('a signature holds', () => {
  test('over content that is embedded', () => {
    expect(verify(sign(enterprise.sign))).toEqual({ signer: enterprise.sign.certificate, content })
  })

  test('over content that is kept elsewhere', () => {
    const detached = sign(enterprise.sign, { isDetached: true })
    expect(verify(detached, content)).toEqual({ signer: enterprise.sign.certificate, content })
  })

  test('over the digest of a document, as OFD documents are signed', () => {
    const document = random(1000)
    expect(verify(sign(enterprise.sign, { content: sm3(document) }), sm3(document)).content).toEqual(sm3(document))
  })

  test('when its algorithm is named SM2 with SM3', () => {
    const [written, accepted] = [oid.sm2Sign, oid.sm2WithSm3].map(objectIdentifier)
    expect(verify(replaceInDer(sign(enterprise.sign), written!, accepted!)).content).toEqual(content)
  })
})

describe('a signature is refused', () => {
  test('when the content is not the one expected', () => {
    expect(codeOf(() => verify(sign(enterprise.sign), random(12)))).toBe('signed-data.content-differs')
  })

  test('when detached content was changed', () => {
    const detached = sign(enterprise.sign, { isDetached: true })
    expect(codeOf(() => verify(detached, random(12)))).toBe('signed-data.bad-signature')
  })

  test('when detached content is not at hand', () => {
    expect(codeOf(() => verify(sign(enterprise.sign, { isDetached: true })))).toBe('signed-data.unreadable')
  })

  test('when another signer is named', () => {
    expect(codeOf(() => verify(sign(rival.sign, { as: enterprise.sign.certificate })))).toBe(
      'signed-data.bad-signature',
    )
  })

  test('when an encryption certificate signed', () => {
    expect(codeOf(() => verify(sign(enterprise.encrypt)))).toBe('certificate.wrong-key-usage')
  })

  test("when the signer's certificate is missing", () => {
    const certificates = [rival.sign.certificate]
    expect(codeOf(() => verify(sign(enterprise.sign, { certificates })))).toBe('signed-data.unreadable')
  })
})

describe('what is not a SignedData of ours is refused', () => {
  const written = sign(enterprise.sign)

  test.each([
    ['another digest algorithm', objectIdentifier(oid.sm3), objectIdentifier('2.16.840.1.101.3.4.2.1')],
    ['another signature algorithm', objectIdentifier(oid.sm2Sign), objectIdentifier(oid.sm2Encrypt)],
    ['content of another type', objectIdentifier(oid.data), objectIdentifier(oid.envelopedData)],
    ['another message', objectIdentifier(oid.signedData), objectIdentifier(oid.envelopedData)],
    ['another version', integer(1), integer(3)],
    ['content that is no OCTET STRING', octetString(content), integer(5)],
  ])('%s', (_, wanted, replacement) => {
    const changed = replaceInDer(written, wanted, replacement)
    expect(codeOf(() => readSignedData(changed))).toBe('signed-data.unreadable')
  })

  test('signed attributes, which would be signed instead of the content', () => {
    const algorithm = sequence(objectIdentifier(oid.sm2Sign))
    const attributes = contextConstructed(0, sequence())
    const changed = replaceInDer(written, algorithm, concatBytes(attributes, algorithm))
    expect(failureOf(() => readSignedData(changed))?.details).toEqual({ reason: 'signed attributes are not used' })
  })
})

describe('openssl', () => {
  test('verifies the signature with the key of the certificate', () => {
    const { signature, certificates } = readSignedData(sign(enterprise.sign))
    const signer = certificates.find(({ der }) => equalBytes(der, enterprise.sign.certificate.der))!
    const args = ['dgst', '-sm3', '-verify', '@pub', '-sigopt', distinguishingId, '-signature', '@sig', '@content']
    const pub = publicKeyPem(signer.subjectPublicKeyInfo)
    expect(openssl(args, { pub, sig: encodeSignatureDer(signature), content })).toMatchObject({ isAccepted: true })
  })

  test('parses the whole structure', () => {
    const { isAccepted, text } = openssl(['asn1parse', '-inform', 'DER', '-in', '@p7s'], { p7s: sign(enterprise.sign) })
    expect([isAccepted, text]).toEqual([true, expect.stringContaining(`OBJECT            :${oid.signedData}`)])
  })
})

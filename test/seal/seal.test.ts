import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as der from '../../src/domain/asn1/write-der.ts'
import { certificateDigest } from '../../src/domain/pki/certificate.ts'
import { timeStampSizeLimit } from '../../src/domain/pki/time-stamp-token.ts'
import { assembleSeal, sealInfoTbs } from '../../src/domain/seal/build-seal.ts'
import { readSeal } from '../../src/domain/seal/read-seal.ts'
import {
  assembleSesSignature,
  readSesSignature,
  sesSignatureUpperBound,
  sesTbs,
} from '../../src/domain/seal/ses-signature.ts'
import { verifySeal, verifySesSignature } from '../../src/domain/seal/verify-seal.ts'
import { issueCertificate, today } from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'
import { judgeSignature } from '../kit/openssl.ts'
import { makeSealPng } from '../kit/pdfs.ts'
import {
  authorities,
  builder,
  makeSeal,
  rival,
  sealFields,
  sealMaker,
  sesFields,
  signWithSeal,
  verifyTrusted,
} from '../kit/seals.ts'

const verifySealAt = (sealDer: Uint8Array, at = today) =>
  verifySeal({ seal: readSeal(sealDer), at, verifyMaker: verifyTrusted })
const verifySes = (signature: Uint8Array, signedBytesDigest = sesFields().signedBytesDigest) =>
  verifySesSignature({
    signature: readSesSignature(signature),
    signedBytesDigest,
    verifySigner: verifyTrusted,
    verifyMaker: verifyTrusted,
  })

describe('a seal', () => {
  test('is read as it was written', () => {
    const { der: _, tbs: __, maker, signature: ___, ...fields } = readSeal(makeSeal())
    expect(fields).toEqual({ ...sealFields(), version: 4, timeStamp: null })
    expect(maker.der).toEqual(sealMaker.certificate.der)
  })

  test('may list whole certificates instead of digests', () => {
    const holders = { kind: 'certificates', certificates: [builder.sign.certificate.der] } as const
    expect(readSeal(makeSeal({ holders })).holders).toEqual(holders)
    expect(verifySes(signWithSeal({ seal: makeSeal({ holders }) }))).toMatchObject({ kind: 'valid' })
  })

  test('is valid from its first to its last second', () => {
    const { validFrom, validUntil } = sealFields()
    const kinds = [
      new Date(validFrom.getTime() - 1000),
      validFrom,
      validUntil,
      new Date(validUntil.getTime() + 1000),
    ].map((at) => verifySealAt(makeSeal(), at).kind)
    expect(kinds).toEqual(['not-yet-valid', 'valid', 'valid', 'expired'])
  })

  test('carries a signature that openssl verifies under the maker’s key', () => {
    expect(judgeSignature(readSeal(makeSeal()), sealMaker.certificate.subjectPublicKeyInfo)).toContain('Verified OK')
  })

  test('made by somebody whom nobody trusts is refused', () => {
    const report = verifySeal({
      seal: readSeal(makeSeal()),
      at: today,
      verifyMaker: (certificate) => ({ kind: 'unknown-issuer', certificate }),
    })
    expect(report).toMatchObject({ kind: 'maker-untrusted', chain: { kind: 'unknown-issuer' } })
  })

  test('made with an encryption certificate is refused even by a careless chain verifier', () => {
    const report = verifySeal({
      seal: readSeal(makeSeal({}, builder.encrypt)),
      at: today,
      verifyMaker: (certificate) => ({ kind: 'valid', path: [certificate], unchecked: [] }),
    })
    expect(report).toMatchObject({ kind: 'maker-untrusted', chain: { kind: 'wrong-key-usage' } })
  })

  test('⚔ that a bidder made with a certificate of its own is refused', () => {
    const report = verifySeal({
      seal: readSeal(makeSeal({}, builder.sign)),
      at: today,
      verifyMaker: (certificate) => ({ kind: 'valid', path: [certificate], unchecked: [] }),
    })
    expect(report).toMatchObject({ kind: 'maker-untrusted', chain: { kind: 'wrong-key-usage' } })
  })

  test('⚔ whose maker holds a certificate that was issued to sign, in a name like any other, is refused', () => {
    const person = issueCertificate({
      profile: 'sign',
      issuer: authorities.issuing[0],
      subject: { country: 'CN', commonName: '制章中心' },
      random: authorities.random,
    })
    const report = verifySeal({ seal: readSeal(makeSeal({}, person)), at: today, verifyMaker: verifyTrusted })
    expect(report).toMatchObject({ kind: 'maker-untrusted', chain: { kind: 'wrong-role' } })
  })

  test('whose maker was revoked since is refused', () => {
    const { createdAt } = sealFields()
    const report = verifySeal({
      seal: readSeal(makeSeal()),
      at: today,
      verifyMaker: (certificate, at) =>
        at > createdAt
          ? { kind: 'revoked', certificate, at: today, reason: 'keyCompromise' }
          : { kind: 'valid', path: [certificate], unchecked: [] },
    })
    expect(report).toMatchObject({ kind: 'maker-untrusted', chain: { kind: 'revoked' } })
  })
})

describe('what is not a seal that we know is refused by name', () => {
  const withHeader = (version: number) =>
    der.sequence(der.sequence(der.sequence(der.ia5String('ES'), der.integer(version), der.ia5String('V'))))
  test.each([2, 3, 6])('version %i', (version) => {
    expect(failureOf(() => readSeal(withHeader(version)))).toEqual({
      code: 'seal.version-unsupported',
      details: { version },
    })
  })
  test.each([
    ['nobody may use', { holders: { kind: 'digests', digests: [] } }, 'nobody may use the seal'],
    ['is wider than a hand', { picture: { ...sealFields().picture, widthMm: 201 } }, 'picture of unusual size'],
    [
      'has a digest of another length',
      { holders: { kind: 'digests', digests: [new Uint8Array(20)] } },
      'certificate digest of unusual length',
    ],
    [
      'is larger than 1 MiB',
      { picture: { ...sealFields().picture, data: new Uint8Array(1_100_000) } },
      'larger than 1048576 bytes',
    ],
  ] as const)('a seal that %s', (_, changed, reason) => {
    expect(failureOf(() => readSeal(makeSeal(changed)))).toEqual({ code: 'seal.unreadable', details: { reason } })
  })
  test('a signature of another version', () => {
    const old = der.sequence(der.sequence(der.integer(3), der.nullValue()))
    expect(failureOf(() => readSesSignature(old))).toEqual({
      code: 'seal-signature.version-unsupported',
      details: { version: 3 },
    })
  })
})

describe('a signature with a seal', () => {
  test('is read as it was written', () => {
    const fields = sesFields()
    const read = readSesSignature(signWithSeal(fields))
    expect({
      seal: read.seal.der,
      signedBytesDigest: read.signedBytesDigest,
      signingTime: read.signingTime,
      propertyInfo: read.propertyInfo,
    }).toEqual(fields)
    expect(read.signer.der).toEqual(builder.sign.certificate.der)
  })

  test('is valid', () => {
    expect(verifySes(signWithSeal())).toMatchObject({ kind: 'valid', signingTime: today })
  })

  test('is verified by openssl under the signer’s key', () => {
    const { subjectPublicKeyInfo } = builder.sign.certificate
    expect(judgeSignature(readSesSignature(signWithSeal()), subjectPublicKeyInfo)).toContain('Verified OK')
  })

  test('never outgrows the hole that was made for it', () => {
    const seal = makeSeal()
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 400 }), (propertyInfo) => {
        const { der: bytes } = readSesSignature(signWithSeal({ seal, propertyInfo }))
        const bound = sesSignatureUpperBound({
          sealSizeInBytes: seal.length,
          certificateSizeInBytes: builder.sign.certificate.der.length,
          propertyInfoLength: propertyInfo.length,
        })
        expect(bound - bytes.length).toBeGreaterThanOrEqual(timeStampSizeLimit)
      }),
      { numRuns: 20 },
    )
  })
})

describe('stolen and stale seals are refused', () => {
  test('a seal that another signer uses', () => {
    expect(verifySes(signWithSeal({}, rival.sign))).toEqual({ kind: 'signer-not-in-seal' })
  })

  test('another bidder’s seal pasted over one’s own', () => {
    const own = readSesSignature(signWithSeal({ seal: makeSeal({ holders: holdersOf(rival.sign) }) }, rival.sign))
    const tbs = sesTbs(sesFields({ seal: makeSeal() }))
    const pasted = assembleSesSignature(tbs, own.signer.der, own.signature)
    expect(verifySes(pasted)).toEqual({ kind: 'bad-signature' })
  })

  test('a holder list that was rewritten by the thief', () => {
    const stolen = readSeal(makeSeal())
    const tbs = sealInfoTbs({ ...stolen, holders: holdersOf(rival.sign) })
    const rewritten = assembleSeal(tbs, stolen.maker.der, stolen.signature)
    expect(verifySes(signWithSeal({ seal: rewritten }, rival.sign))).toEqual({
      kind: 'seal-invalid',
      report: { kind: 'bad-signature' },
    })
  })

  test('a seal that the thief made himself', () => {
    const homemade = makeSeal({ holders: holdersOf(rival.sign) }, rival.sign)
    const report = verifySesSignature({
      signature: readSesSignature(signWithSeal({ seal: homemade }, rival.sign)),
      signedBytesDigest: sesFields().signedBytesDigest,
      verifySigner: verifyTrusted,
      // Makers have roots or lists of their own: a bidder's certificate is none of theirs.
      verifyMaker: (certificate) => ({ kind: 'unknown-issuer', certificate }),
    })
    expect(report).toMatchObject({ kind: 'seal-invalid', report: { kind: 'maker-untrusted' } })
  })

  test('an expired seal', () => {
    const seal = makeSeal({ validUntil: new Date('2026-08-31T00:00:00.000Z') })
    expect(verifySes(signWithSeal({ seal }))).toMatchObject({ kind: 'seal-invalid', report: { kind: 'expired' } })
  })

  test('an expired certificate', () => {
    const seal = makeSeal({ validUntil: new Date('2040-01-01T00:00:00.000Z') })
    expect(verifySes(signWithSeal({ seal, signingTime: new Date('2030-01-01T00:00:00.000Z') }))).toMatchObject({
      kind: 'signer-untrusted',
      chain: { kind: 'expired' },
    })
  })

  test('a signature moved to another document', () => {
    expect(verifySes(signWithSeal(), new Uint8Array(32))).toEqual({ kind: 'digest-differs' })
  })
})

describe('any changed byte is noticed', () => {
  const small = makeSeal({ picture: { ...sealFields().picture, data: makeSealPng(8) } })

  test('in a seal', () => {
    everyChange(small, (changed) => verifySealAt(changed).kind === 'valid')
  })
  test('in a signature', () => {
    everyChange(signWithSeal({ seal: small }), (changed) => verifySes(changed).kind === 'valid')
  })

  /** Changes single bytes all over and expects a failure or a report that is not valid. */
  function everyChange(bytes: Uint8Array, isAccepted: (changed: Uint8Array) => boolean): void {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const changed = bytes.slice()
        changed[at]! ^= difference
        let accepted = false
        const failure = failureOf(() => {
          accepted = isAccepted(changed)
        })
        expect([accepted, failure?.code ?? 'report']).toEqual([false, expect.any(String)])
      }),
      { numRuns: 150 },
    )
  }
})

function holdersOf({ certificate }: { certificate: Parameters<typeof certificateDigest>[0] }) {
  return { kind: 'digests', digests: [certificateDigest(certificate)] } as const
}

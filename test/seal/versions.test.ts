import { describe, expect, test } from 'vitest'
import * as der from '../../src/domain/asn1/write-der.ts'
import { bytesOfBase64 } from '../../src/domain/bytes.ts'
import { type Certificate, readCertificate } from '../../src/domain/pki/certificate.ts'
import { verifyChain } from '../../src/domain/pki/chain.ts'
import { readSeal, readSealToUse } from '../../src/domain/seal/read-seal.ts'
import { readSesSignature } from '../../src/domain/seal/ses-signature.ts'
import { verifySesSignature } from '../../src/domain/seal/verify-seal.ts'
import { verifySigningTime } from '../../src/domain/seal/verify-time.ts'
import { today } from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'
import { judgeSignature } from '../kit/openssl.ts'
import {
  plainNumbers,
  sealOf2014,
  sealOf2025,
  signatureOf2014,
  signatureOf2025,
  utcDigits,
} from '../kit/other-seals.ts'
import {
  builder,
  makeSeal,
  rival,
  sealFields,
  sealMaker,
  sesFields,
  signWithSeal,
  verifyTrusted,
} from '../kit/seals.ts'
import vectors from '../vectors/seals.json' with { type: 'json' }

const verify = (signature: Uint8Array) =>
  verifySesSignature({
    signature: readSesSignature(signature),
    signedBytesDigest: sesFields().signedBytesDigest,
    verifySigner: verifyTrusted,
    verifyMaker: verifyTrusted,
  })

const holders = { kind: 'certificates', certificates: [builder.sign.certificate.der] } as const
const extension = (isCritical: boolean) =>
  der.sequence(der.objectIdentifier('1.2.3'), der.boolean(isCritical), der.octetString(Uint8Array.of(1)))

describe.each([
  { standard: 'GM/T 0031-2014', version: 1, seal: sealOf2014, sign: signatureOf2014 },
  { standard: 'GM/T 0031-2025', version: 5, seal: sealOf2025, sign: signatureOf2025 },
])('a seal of $standard', ({ version, seal, sign }) => {
  test('says what ours says', () => {
    const { der: _, tbs: __, maker, signature: ___, ...fields } = readSeal(seal())
    expect(fields).toEqual({ ...sealFields({ makerId: 'OTHERMAKER', holders }), version, timeStamp: null })
    expect(maker.der).toEqual(sealMaker.certificate.der)
  })

  test('signs a document, and the report is as of ours', () => {
    expect(verify(sign())).toMatchObject({ kind: 'valid', signingTime: today })
  })

  test('and its signature are verified by openssl', () => {
    const read = readSesSignature(sign())
    expect([
      judgeSignature(read, builder.sign.certificate.subjectPublicKeyInfo),
      judgeSignature(read.seal, sealMaker.certificate.subjectPublicKeyInfo),
    ]).toEqual([expect.stringContaining('Verified OK'), expect.stringContaining('Verified OK')])
  })

  test('⚔ is refused in the hands of another signer', () => {
    expect(verify(sign({ signer: rival.sign }))).toEqual({ kind: 'signer-not-in-seal' })
  })

  test('⚔ with one changed byte in what its maker signed is refused', () => {
    const changed = seal()
    const at = Buffer.from(changed).indexOf('OTHERMAKER')
    changed[at]! ^= 1
    expect(verify(sign({ seal: changed }))).toEqual({ kind: 'seal-invalid', report: { kind: 'bad-signature' } })
  })

  test('may carry extensions of its maker, none of them critical', () => {
    expect([
      verify(sign({ seal: seal({ extensions: [extension(false)] }) })).kind,
      failureOf(() => readSeal(seal({ extensions: [extension(true)] })))?.details,
    ]).toEqual(['valid', { reason: 'unknown critical extension' }])
  })

  test('is not offered for sealing: what we write has version 4', () => {
    expect(failureOf(() => readSealToUse(seal()))).toEqual({ code: 'seal.version-unsupported', details: { version } })
  })
})

describe('a signature of GM/T 0031-2014', () => {
  test('may give its time as digits alone', () => {
    expect(readSesSignature(signatureOf2014({ timeInfo: utcDigits(today) })).signingTime).toEqual(today)
  })

  test('may write its numbers as r ‖ s', () => {
    expect(verify(signatureOf2014({ seal: sealOf2014({ encode: plainNumbers }), encode: plainNumbers })).kind).toBe(
      'valid',
    )
  })
})

test('⚔ a signature of one version cannot carry a seal of another', () => {
  const reason = 'seal of another version'
  const mixed = [
    signWithSeal({ seal: sealOf2025() }),
    signatureOf2025({ seal: makeSeal({ holders }) }),
    signatureOf2014({ seal: sealOf2025() }),
  ]
  expect(mixed.map((signature) => failureOf(() => readSesSignature(signature)))).toEqual(
    mixed.map(() => ({ code: 'seal-signature.unreadable', details: { reason } })),
  )
})

test('version 4 in the words of an independent writer is what we write', () => {
  const seal = makeSeal()
  expect(verify(signatureOf2025({ version: 4, seal })).kind).toBe('valid')
  expect(readSesSignature(signatureOf2025({ version: 4, seal })).tbs).toEqual(
    readSesSignature(signWithSeal({ seal })).tbs,
  )
})

test.each(['1', '4', '5'] as const)('the published signature of version %s is valid', (version) => {
  const bytes = (text: string) => bytesOfBase64(text)!
  const signature = readSesSignature(bytes(vectors.signatures[version]))
  const verifyChainOf = (leaf: Certificate, at: Date, alongside: readonly Certificate[] = []) =>
    verifyChain({
      leaf,
      at,
      intermediates: [...alongside, readCertificate(bytes(vectors.authority))],
      roots: [readCertificate(bytes(vectors.root))],
      revocationLists: [],
    })
  const report = verifySesSignature({
    signature,
    signedBytesDigest: bytes(vectors.signedBytesDigest),
    verifySigner: verifyChainOf,
    verifyMaker: verifyChainOf,
  })
  const time = verifySigningTime(signature, (leaf, at, alongside) =>
    verifyChain({
      leaf,
      at,
      intermediates: alongside,
      roots: [readCertificate(bytes(vectors.root))],
      revocationLists: [],
      usage: 'timeStamp',
    }),
  )
  expect([report.kind, signature.propertyInfo, signature.signingTime.toISOString(), time.kind]).toEqual([
    'valid',
    vectors.propertyInfo,
    vectors.signingTime,
    version === '1' ? 'own-clock' : 'time-stamped',
  ])
})

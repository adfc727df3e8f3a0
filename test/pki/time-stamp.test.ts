import { describe, expect, test } from 'vitest'
import { DerReader, tag } from '../../src/domain/asn1/read-der.ts'
import * as der from '../../src/domain/asn1/write-der.ts'
import { bytesOfHex, hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { rolePolicies } from '../../src/domain/pki/roles.ts'
import { assembleSignedData, readSignedData, signedDataDigest } from '../../src/domain/pki/signed-data.ts'
import {
  encodeTimeStampRequest,
  encodeTimeStampResponse,
  readTimeStampInfo,
  readTimeStampRequest,
  readTimeStampResponse,
} from '../../src/domain/pki/time-stamp.ts'
import { readTimeStampToken, timeStampSizeLimit, verifyTimeStamp } from '../../src/domain/pki/time-stamp-token.ts'
import { signDigest } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { issueCertificate, today } from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'
import { openssl } from '../kit/openssl.ts'
import { authorities, builder, verifyTrusted } from '../kit/seals.ts'
import { makeToken, stampAuthority, stampInfo, verifyStampAuthority } from '../kit/time-stamps.ts'

const { issuing, random } = authorities
const imprint = sm3()
const token = makeToken()
const verify = (bytes: Uint8Array, question: { imprint?: Uint8Array; nonce?: bigint | null } = {}) =>
  verifyTimeStamp(bytes, { imprint, nonce: 77n, verifyAuthority: verifyStampAuthority, ...question })

/** A certificate that may not stamp, or not for this. */
const stampAs = (changed: Partial<Parameters<typeof issueCertificate>[0]>) =>
  makeToken(
    {},
    issueCertificate({
      profile: 'timeStamp',
      issuer: issuing[0],
      subject: { country: 'CN', commonName: '某机构' },
      random,
      ...changed,
    }),
  )
const at = new Date('2026-08-01T00:00:00.000Z')

describe('a time stamp', () => {
  test('holds when its authority saw these bytes, and fits the hole of a seal', () => {
    expect([verify(token), token.length < timeStampSizeLimit / 2]).toEqual([
      { kind: 'valid', at: today, authority: stampAuthority.certificate, chain: expect.anything() },
      true,
    ])
  })

  test('is read by openssl under the name that it knows for a SignedData', () => {
    const known = der.objectIdentifier('1.2.840.113549.1.7.2')
    const message = new DerReader(token).enter()
    message.objectIdentifier()
    const renamed = der.sequence(known, message.element().bytes)
    const { text } = openssl(['ts', '-reply', '-in', '@token', '-token_in', '-text'], { token: renamed })
    expect(text.match(/Hash Algorithm: .*|Time stamp: .*|Nonce: .*|Policy OID: .*/g)).toEqual([
      `Policy OID: ${rolePolicies.timeStamping}`,
      'Hash Algorithm: sm3',
      'Time stamp: Sep  1 00:00:00 2026 GMT',
      'Nonce: 0x4D',
    ])
    expect(verify(renamed).kind).toBe('valid')
  })

  test.each([
    ['over something else', () => verify(token, { imprint: new Uint8Array(32) }), { kind: 'imprint-differs' }],
    ['that answers another question', () => verify(token, { nonce: 78n }), { kind: 'nonce-differs' }],
    [
      'whose time was moved',
      () => verify(bytesOfHex(hexOf(token).replace(hexOf(utf8Bytes('20260901')), hexOf(utf8Bytes('20250901'))))!),
      { kind: 'bad-signature' },
    ],
    [
      'under another certificate of the same name and number',
      () => verify(bytesOfHex(hexOf(token).replaceAll('0603551d23', '0603551d24'))!),
      { kind: 'bad-signature' },
    ],
    [
      'by a bidder',
      () => verify(makeToken({}, builder.sign)),
      { kind: 'authority-untrusted', chain: { kind: 'wrong-role' } },
    ],
    [
      'by a certificate that was issued to sign',
      () => verify(stampAs({ profile: 'sign', policy: '1.2.3' })),
      { kind: 'authority-untrusted', chain: { kind: 'wrong-key-usage' } },
    ],
    [
      'by a platform that may stamp as well',
      () => verify(stampAs({ policy: rolePolicies.platform })),
      { kind: 'authority-untrusted', chain: { kind: 'wrong-role' } },
    ],
    [
      'by an authority that had expired',
      () => verify(stampAs({ notAfter: at })),
      { kind: 'authority-untrusted', chain: { kind: 'expired', at } },
    ],
  ])('⚔ %s is refused', (_, report, expected) => {
    expect(report()).toMatchObject(expected)
  })

  test('⚔ is no statement, and a statement is no time stamp', () => {
    const { certificate, key } = builder.sign
    const content = utf8Bytes('content')
    const signature = signDigest(key.privateKey, signedDataDigest(content, key.publicKey), random)
    const statement = assembleSignedData({ content, certificates: [certificate], signer: certificate, signature })
    expect([
      failureOf(() => readSignedData(token))?.code,
      failureOf(() => readTimeStampToken(statement))?.code,
    ]).toEqual(['signed-data.unreadable', 'time-stamp.unreadable'])
  })
})

test('⚔ the certificate of a time-stamp authority signs nothing else', () => {
  expect(verifyTrusted(stampAuthority.certificate, today)).toMatchObject({ kind: 'unhandled-extension' })
})

test('openssl reads our request, and we read its', () => {
  const ours = encodeTimeStampRequest({ imprint, nonce: 77n })
  const { text } = openssl(['ts', '-query', '-in', '@request', '-text'], { request: ours })
  const theirs = openssl(['ts', '-query', '-digest', hexOf(imprint), '-sm3', '-cert']).output
  expect([text.includes('Nonce: 0x4D'), readTimeStampRequest(ours), readTimeStampRequest(theirs)]).toEqual([
    true,
    { imprint, nonce: 77n },
    { imprint, nonce: expect.any(BigInt) },
  ])
})

test('an answer without a time stamp is said to be a refusal', () => {
  const refusal = der.sequence(der.sequence(der.integer(2)))
  expect([
    failureOf(() => readTimeStampResponse(refusal, 100)),
    readTimeStampResponse(encodeTimeStampResponse(token), 8192),
  ]).toEqual([{ code: 'time-stamp.refused', details: { status: 2 } }, token])
})

describe('what other authorities write', () => {
  const infoWith = (time: string, ...rest: Uint8Array[]) => {
    const { policy, serialNumber } = stampInfo()
    const algorithm = der.sequence(der.objectIdentifier('1.2.156.10197.1.401'), der.nullValue())
    return der.sequence(
      der.integer(1),
      der.objectIdentifier(policy),
      der.sequence(algorithm, der.octetString(imprint)),
      der.integer(serialNumber),
      der.element(tag.generalizedTime, utf8Bytes(time)),
      ...rest,
    )
  }
  const read = (info: Uint8Array) => readTimeStampInfo(new DerReader(info))
  const extension = (isCritical: boolean) =>
    der.contextConstructed(
      1,
      der.sequence(der.objectIdentifier('1.2.3'), der.boolean(isCritical), der.octetString(imprint)),
    )

  test('fractions of a second, an order, a name and an extension are read', () => {
    const rest = [der.boolean(true), der.integer(5), der.contextConstructed(0, der.utf8String('x')), extension(false)]
    expect(read(infoWith('20260901000000.25Z', ...rest))).toEqual({
      ...stampInfo({ nonce: 5n }),
      at: new Date('2026-09-01T00:00:00.250Z'),
    })
  })

  test.each([
    ['a fraction that ends in zero', infoWith('20260901000000.250Z'), 'malformed time'],
    ['a day that is none', infoWith('20260231000000Z'), 'no such time'],
    [
      'an extension that must be understood',
      infoWith('20260901000000Z', extension(true)),
      'unknown critical extension',
    ],
  ])('%s is refused', (_, info, reason) => {
    expect(failureOf(() => read(info))).toEqual({ code: 'time-stamp.unreadable', details: { reason } })
  })
})

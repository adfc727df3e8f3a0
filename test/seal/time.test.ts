import { describe, expect, test } from 'vitest'
import { timeStampSizeLimit } from '../../src/domain/pki/time-stamp-token.ts'
import { readSeal } from '../../src/domain/seal/read-seal.ts'
import {
  assembleSesSignature,
  readSesSignature,
  sesSignatureUpperBound,
  stampedBytes,
} from '../../src/domain/seal/ses-signature.ts'
import { verifyMakingTime, verifySigningTime } from '../../src/domain/seal/verify-time.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { today } from '../kit/authorities.ts'
import { sealOf2025, signatureOf2014, signatureOf2025 } from '../kit/other-seals.ts'
import { builder, makeSeal, sealFields, sesFields, signWithSeal } from '../kit/seals.ts'
import { makeToken, stampAuthority, stampSignature, verifyStampAuthority } from '../kit/time-stamps.ts'

const minuteMs = 60_000
const shifted = (time: Date, ms: number) => new Date(time.getTime() + ms)
const seal = makeSeal()
const signed = readSesSignature(signWithSeal({ seal }))

/** The signature with a token over these octets. */
function stamped(octets: Uint8Array, at: Date) {
  return readSesSignature(stampSignature(signed.der, { imprint: sm3(octets), at }))
}
const timeOf = (signature: typeof signed) => verifySigningTime(signature, verifyStampAuthority)
const { certificate: authority } = stampAuthority

describe('the time of a signature', () => {
  test('is the signer’s own word without a time stamp', () => {
    expect(timeOf(signed)).toEqual({ kind: 'own-clock' })
  })

  test('is proven by a time stamp over the signature value', () => {
    const at = shifted(today, 1000)
    expect(timeOf(stamped(stampedBytes(signed.signature), at))).toEqual({
      kind: 'time-stamped',
      at,
      authority,
      chain: expect.anything(),
    })
  })

  test('⚔ is not proven by a time stamp over something else, such as the document alone', () => {
    expect(timeOf(stamped(signed.signedBytesDigest, today))).toEqual({
      kind: 'time-stamp-bad',
      problem: { kind: 'imprint-differs' },
    })
  })

  test('⚔ cannot lie after its time stamp, but for clocks that differ', () => {
    const at = [9, 11].map((minutes) => shifted(today, -minutes * minuteMs))
    expect(at.map((moment) => timeOf(stamped(stampedBytes(signed.signature), moment)))).toMatchObject([
      { kind: 'time-stamped' },
      { kind: 'time-stamp-bad', problem: { kind: 'older-than-claimed', at: at[1] } },
    ])
  })

  test('⚔ of 2014 stays a claim even when a time stamp over the document stands in its place', () => {
    const timeInfo = makeToken({ imprint: sesFields().signedBytesDigest, at: shifted(today, -minuteMs) })
    const read = readSesSignature(signatureOf2014({ timeInfo }))
    expect([read.signingTime, timeOf(read)]).toEqual([shifted(today, -minuteMs), { kind: 'own-clock' }])
  })

  test('and of the seal in it are proven in GM/T 0031-2025', () => {
    const stampAt = (at: Date) => (value: Uint8Array) => makeToken({ imprint: sm3(value), at })
    const { createdAt } = sealFields()
    const made = sealOf2025({ stamp: stampAt(createdAt) })
    const read = readSesSignature(signatureOf2025({ seal: made, stamp: stampAt(today) }))
    const tooOld = readSeal(sealOf2025({ stamp: stampAt(shifted(createdAt, -11 * minuteMs)) }))
    expect(
      [
        timeOf(read),
        verifyMakingTime(read.seal, verifyStampAuthority),
        verifyMakingTime(tooOld, verifyStampAuthority),
      ].map(({ kind }) => kind),
    ).toEqual(['time-stamped', 'time-stamped', 'time-stamp-bad'])
  })
})

test('the hole of a document has room for the largest time stamp', () => {
  const { tbs, signer, signature } = signed
  const bound = sesSignatureUpperBound({
    sealSizeInBytes: seal.length,
    certificateSizeInBytes: builder.sign.certificate.der.length,
    propertyInfoLength: signed.propertyInfo.length,
  })
  const largest = assembleSesSignature(tbs, signer.der, signature, new Uint8Array(timeStampSizeLimit))
  expect([largest.length <= bound, bound - largest.length < 150]).toEqual([true, true])
})

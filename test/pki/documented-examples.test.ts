import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bytesOfHex } from '../../src/domain/bytes.ts'
import { holderOf, readCertificate } from '../../src/domain/pki/certificate.ts'
import { readCertificationRequest } from '../../src/domain/pki/certificate-request.ts'
import { openEnvelope, readEnvelope } from '../../src/domain/pki/enveloped-data.ts'
import { describeName } from '../../src/domain/pki/names.ts'
import { findRevocation, readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import { readSignedData, verifySignedData } from '../../src/domain/pki/signed-data.ts'
import { isSignedBy } from '../../src/domain/pki/signed-structure.ts'
import { readTimeStampRequest } from '../../src/domain/pki/time-stamp.ts'
import { verifyTimeStamp } from '../../src/domain/pki/time-stamp-token.ts'
import { decodePoint, decodeScalar } from '../../src/domain/sm/sm2-curve.ts'
import { decryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'

/** The blocks "```hex name" of a page, by name. */
function examplesOf(page: string): Record<string, Uint8Array> {
  const text = readFileSync(new URL(`../../docs/formats/${page}`, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/```hex (\S+)\n([^`]*)```/g)]
  return Object.fromEntries(blocks.map(([, name, hex]) => [name, bytesOfHex(hex!.replaceAll(/\s/g, ''))!]))
}

const certificates = examplesOf('certificates.md')
const messages = examplesOf('messages.md')
const authorityKey = decodePoint(certificates['authority-key']!)
const certificate = readCertificate(certificates.certificate!)

describe('the examples in docs/formats are true:', () => {
  test('the certificate', () => {
    expect([isSignedBy(certificate, authorityKey), holderOf(certificate)]).toEqual([
      true,
      { name: '某公司', socialCreditCode: '91320000MA1ABCDE1X' },
    ])
  })

  test('the revocation list', () => {
    const list = readRevocationList(certificates.list!)
    expect([isSignedBy(list, authorityKey), findRevocation(list, certificate)?.reason]).toEqual([true, 'keyCompromise'])
  })

  test('the request', () => {
    expect(describeName(readCertificationRequest(certificates.request!).subject)).toBe('CN=张三')
  })

  test('the signed message', () => {
    const { signer, content } = verifySignedData(readSignedData(messages.signed!))
    expect([signer.der, new TextDecoder().decode(content)]).toEqual([certificate.der, 'hello'])
  })

  test('the request for a time stamp, and the token that answers it', () => {
    const { imprint, nonce } = readTimeStampRequest(messages['time-stamp-request']!)
    const report = verifyTimeStamp(messages['time-stamp']!, {
      imprint,
      nonce,
      verifyAuthority: (leaf) => ({ kind: 'valid', path: [leaf], unchecked: [] }),
    })
    expect([imprint, report]).toMatchObject([sm3(), { kind: 'valid', at: new Date('2026-09-01T00:00:00.000Z') }])
  })

  test('the envelope', () => {
    const envelope = readEnvelope(messages.envelope!)
    const privateKey = decodeScalar(messages['encryption-key']!)
    const contentKey = decryptSm2(privateKey, envelope.recipients[0]!.encryptedKey)
    expect(openEnvelope(envelope, contentKey)).toEqual(Uint8Array.from({ length: 32 }, (_, i) => i))
  })
})

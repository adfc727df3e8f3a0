import { expect, test } from 'vitest'
import {
  assembleCertificationRequest,
  certificationRequestTbs,
  readCertificationRequest,
} from '../../src/domain/pki/certificate-request.ts'
import { describeName } from '../../src/domain/pki/names.ts'
import { encodePem } from '../../src/domain/pki/pem.ts'
import { generateSm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import { signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { failureOf } from '../kit/failure-of.ts'
import { distinguishingId, openssl, privateKeyPem } from '../kit/openssl.ts'
import { seededRandom } from '../kit/random.ts'

const random = seededRandom('request')
const key = generateSm2KeyPair(random)
const stranger = generateSm2KeyPair(random)
const tbs = certificationRequestTbs({
  subject: { country: 'CN', organization: '某公司', commonName: '某公司', serialNumber: '91320000MA1ABCDE1X' },
  publicKey: key.publicKey,
})
const request = assembleCertificationRequest(tbs, signMessage(key, tbs, random))

test('a request is read back with its name and key', () => {
  const { subject, publicKey } = readCertificationRequest(request)
  expect([describeName(subject), publicKey.equals(key.publicKey)]).toEqual([
    'C=CN, O=某公司, CN=某公司, serialNumber=91320000MA1ABCDE1X',
    true,
  ])
})

test('a request for a key that the applicant does not hold is refused', () => {
  const forged = assembleCertificationRequest(tbs, signMessage(stranger, tbs, random))
  expect(failureOf(() => readCertificationRequest(forged))?.code).toBe('certificate-request.bad-signature')
})

test('openssl verifies our request', () => {
  const args = ['req', '-verify', '-noout', '-in', '@request', '-vfyopt', distinguishingId]
  const { isAccepted, text } = openssl(args, { request: encodePem('CERTIFICATE REQUEST', request) })
  expect([isAccepted, text]).toEqual([true, expect.stringContaining('verify OK')])
})

test("openssl's request is read", () => {
  const args = ['req', '-new', '-sm3', '-sigopt', distinguishingId, '-key', '@key', '-outform', 'DER']
  const { output, text } = openssl([...args, '-utf8', '-subj', '/CN=张三'], { key: privateKeyPem(key) })
  expect(output.length, text).toBeGreaterThan(0)
  expect(describeName(readCertificationRequest(output).subject)).toBe('CN=张三')
})

test('an RSA request is refused', () => {
  const args = ['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', '@key', '-subj', '/CN=x', '-outform', 'DER']
  expect(failureOf(() => readCertificationRequest(openssl(args).output))?.code).toBe('certificate-request.unreadable')
})

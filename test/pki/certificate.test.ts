import { describe, expect, test } from 'vitest'
import { readDer } from '../../src/domain/asn1/read-der.ts'
import * as der from '../../src/domain/asn1/write-der.ts'
import { buildCertificate, randomSerialNumber } from '../../src/domain/pki/build-certificate.ts'
import { certificateDigest, holderOf, isUsableFor, readCertificate } from '../../src/domain/pki/certificate.ts'
import { keyIdentifierOf } from '../../src/domain/pki/extensions.ts'
import { describeName } from '../../src/domain/pki/names.ts'
import { decodePem, encodePem } from '../../src/domain/pki/pem.ts'
import { anyPolicy, rolePolicies, userRole } from '../../src/domain/pki/roles.ts'
import { readSigned } from '../../src/domain/pki/signed-structure.ts'
import { signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import {
  issueCertificate,
  makeAuthorities,
  makeEnterprise,
  makePerson,
  validFrom,
  validUntil,
} from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'
import { distinguishingId, openssl } from '../kit/openssl.ts'
import { seededRandom } from '../kit/random.ts'

const { root, issuing, random } = makeAuthorities('certificate')
const [authority] = issuing
const enterprise = makeEnterprise(
  authority,
  { name: '江苏某某建设有限公司', socialCreditCode: '91320000MA1ABCDE1X' },
  random,
)
const person = makePerson(authority, '张三', random)

describe('what is built is read back', () => {
  const common = {
    signatureAlgorithm: '1.2.156.10197.1.501',
    notBefore: validFrom,
    notAfter: validUntil,
    unhandledCriticalExtensions: [],
  }
  const issued = { crlUrls: ['http://crl.example.test/list.crl'] }

  test('a root', () => {
    expect(root.certificate).toMatchObject({
      ...common,
      issuer: root.certificate.subject,
      basicConstraints: { isAuthority: true, pathLength: null },
      keyUsage: new Set(['keyCertSign', 'cRLSign']),
      subjectKeyIdentifier: keyIdentifierOf(root.key.publicKey),
      authorityKeyIdentifier: null,
      crlUrls: [],
      policies: [],
    })
  })

  test('an authority', () => {
    expect(authority.certificate).toMatchObject({
      ...common,
      ...issued,
      policies: [anyPolicy],
      issuer: root.certificate.subject,
      basicConstraints: { isAuthority: true, pathLength: 0 },
      keyUsage: new Set(['keyCertSign', 'cRLSign']),
      authorityKeyIdentifier: keyIdentifierOf(root.key.publicKey),
    })
  })

  test.each([
    ['sign', ['digitalSignature', 'nonRepudiation']],
    ['encrypt', ['keyEncipherment', 'dataEncipherment']],
  ] as const)('a certificate to %s', (usage, keyUsage) => {
    expect(enterprise[usage].certificate).toMatchObject({
      ...common,
      ...issued,
      policies: [rolePolicies[userRole[usage]]],
      issuer: authority.certificate.subject,
      publicKey: enterprise[usage].key.publicKey,
      basicConstraints: { isAuthority: false, pathLength: null },
      keyUsage: new Set(keyUsage),
      subjectKeyIdentifier: keyIdentifierOf(enterprise[usage].key.publicKey),
      authorityKeyIdentifier: keyIdentifierOf(authority.key.publicKey),
    })
  })
})

test('a certificate is usable for what its key usage says and nothing else', () => {
  const usable = [enterprise.sign, enterprise.encrypt, authority].map(({ certificate }) => [
    isUsableFor(certificate, 'sign'),
    isUsableFor(certificate, 'encrypt'),
  ])
  expect(usable).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ])
})

test('the holder of an enterprise certificate has a name and a social credit code, a person only a name', () => {
  expect([enterprise, person].map(({ sign }) => holderOf(sign.certificate))).toEqual([
    { name: '江苏某某建设有限公司', socialCreditCode: '91320000MA1ABCDE1X' },
    { name: '张三', socialCreditCode: null },
  ])
})

test('a person whose serial number looks like a social credit code is no enterprise', () => {
  const subject = { commonName: '张三', serialNumber: '91320000MA1ABCDE1X' }
  const { certificate } = issueCertificate({ profile: 'sign', issuer: authority, subject, random })
  expect(holderOf(certificate)).toEqual({ name: '张三', socialCreditCode: null })
})

test('a name is described on one line', () => {
  expect(describeName(enterprise.sign.certificate.subject)).toBe(
    'C=CN, O=江苏某某建设有限公司, CN=江苏某某建设有限公司, serialNumber=91320000MA1ABCDE1X',
  )
})

test('a name field that is empty, too long or of the wrong letters is refused', () => {
  const issue = (subject: { commonName: string; serialNumber?: string }) => () =>
    issueCertificate({ profile: 'sign', issuer: authority, subject, random })
  const refused = [{ commonName: '' }, { commonName: '长'.repeat(65) }, { commonName: '张三', serialNumber: '编号' }]
  expect(refused.map((subject) => failureOf(issue(subject))?.details)).toEqual([
    { field: 'commonName' },
    { field: 'commonName' },
    { field: 'serialNumber' },
  ])
})

test('a certificate is identified by SM3 over its bytes', () => {
  expect(certificateDigest(root.certificate)).toEqual(sm3(root.certificate.der))
})

test('serial numbers are positive, drawn again at zero and never longer than 20 bytes', () => {
  const draws = [new Uint8Array(16), new Uint8Array(16).fill(255)]
  const serialNumber = randomSerialNumber(() => draws.shift()!)
  expect([serialNumber, der.integer(serialNumber).length - 2]).toEqual([2n ** 128n - 1n, 17])
})

test('times from 2050 on are written and read', () => {
  const notAfter = new Date('2060-06-01T00:00:00.000Z')
  const { certificate } = issueCertificate({
    profile: 'sign',
    issuer: authority,
    subject: { commonName: '久' },
    random,
    notAfter,
  })
  expect(certificate.notAfter).toEqual(notAfter)
})

describe('openssl', () => {
  const verify = (trusted: Uint8Array, certificate: Uint8Array) =>
    openssl(
      [
        'verify',
        '-x509_strict',
        '-vfyopt',
        distinguishingId,
        '-attime',
        '1788220800',
        '-partial_chain',
        '-trusted',
        '@trusted',
        '@leaf',
      ],
      {
        trusted: encodePem('CERTIFICATE', trusted),
        leaf: encodePem('CERTIFICATE', certificate),
      },
    )

  test.each([
    ['the root by itself', root, root],
    ['an authority by the root', root, authority],
    ['a signing certificate by its authority', authority, enterprise.sign],
    ['an encryption certificate by its authority', authority, enterprise.encrypt],
    ["a person's certificate by its authority", authority, person.sign],
  ])('verifies %s', (_, trusted, leaf) => {
    expect(verify(trusted.certificate.der, leaf.certificate.der)).toMatchObject({ isAccepted: true })
  })

  test('refuses a certificate whose signed part was changed, so that its approval means something', () => {
    const changed = Uint8Array.from(enterprise.sign.certificate.der)
    changed[20]! ^= 1
    expect(verify(authority.certificate.der, changed)).toMatchObject({ isAccepted: false })
  })

  test.each([
    ['an RSA certificate', ['-newkey', 'rsa:2048'], '1.2.840.113549.1.1.11'],
    ['a P-256 certificate', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], '1.2.840.10045.4.3.2'],
  ])('makes %s, which is read with its key as bytes', (_, algorithm, signatureAlgorithm) => {
    const subject = ['-utf8', '-subj', '/C=CN/CN=某某公司']
    const { output } = openssl([
      ...['req', '-x509', '-sha256', '-nodes', ...algorithm, '-keyout', '/dev/null', ...subject],
      ...['-outform', 'DER', '-addext', 'keyUsage=critical,digitalSignature'],
    ])
    const certificate = readCertificate(output.subarray(output.indexOf(0x30)))
    const publicKey = openssl(['x509', '-inform', 'DER', '-in', '@cert', '-noout', '-pubkey'], {
      cert: certificate.der,
    })
    expect(certificate).toMatchObject({ publicKey: null, signature: null, signatureAlgorithm })
    expect(holderOf(certificate).name).toBe('某某公司')
    expect(encodePem('CERTIFICATE', certificate.subjectPublicKeyInfo).split('\n').slice(1, -2)).toEqual(
      publicKey.text.split('\n').slice(1, -2),
    )
  })
})

describe('what cannot be a certificate is refused', () => {
  test('two signature algorithms, of which only the inner one is signed', () => {
    const { signed } = readDer(root.certificate.der, readSigned)
    const outer = der.sequence(der.objectIdentifier('1.2.156.10197.1.501'), der.nullValue())
    const forged = der.sequence(signed.tbs, outer, der.bitString(new Uint8Array([0x30, 6, 2, 1, 1, 2, 1, 1])))
    expect(failureOf(() => readCertificate(forged))).toMatchObject({ code: 'certificate.unreadable' })
  })

  test('a critical extension that is unknown is kept by its type', () => {
    const extension = der.sequence(der.objectIdentifier('1.2.3.4'), der.boolean(true), der.octetString(der.nullValue()))
    expect(readCertificate(certificateWith(extension)).unhandledCriticalExtensions).toEqual(['1.2.3.4'])
  })

  test('the same extension twice', () => {
    const extension = der.sequence(der.objectIdentifier('1.2.3.4'), der.octetString(der.nullValue()))
    expect(failureOf(() => readCertificate(certificateWith(extension, extension)))).toMatchObject({
      code: 'certificate.unreadable',
      details: { reason: expect.stringContaining('1.2.3.4 twice') },
    })
  })

  test('more than 16 KiB', () => {
    expect(failureOf(() => readCertificate(new Uint8Array(16 * 1024 + 1)))).toMatchObject({
      code: 'certificate.unreadable',
    })
  })
})

/** The root's certificate with other extensions, signed again. */
function certificateWith(...extensions: Uint8Array[]): Uint8Array {
  const fields = {
    profile: 'root',
    serialNumber: 7n,
    subject: { commonName: '根' },
    publicKey: root.key.publicKey,
  } as const
  const built = buildCertificate({ ...fields, notBefore: validFrom, notAfter: validUntil }, () => ({ r: 1n, s: 1n }))
  const elements = readDer(built, (reader) => {
    const tbs = reader.enter().enter()
    return tbs.rest(8).map(({ bytes }) => bytes)
  })
  const tbs = der.sequence(...elements.slice(0, -1), der.contextConstructed(3, der.sequence(...extensions)))
  const algorithm = der.sequence(der.objectIdentifier('1.2.156.10197.1.501'))
  const { r, s } = signMessage(root.key, tbs, seededRandom('extensions'))
  return der.sequence(tbs, algorithm, der.bitString(der.sequence(der.integer(r), der.integer(s))))
}

test('PEM holds what was put in, and other blocks are passed over', () => {
  const text = `${encodePem('PKCS7', Uint8Array.of(1))}words\n${encodePem('CERTIFICATE', root.certificate.der)}`
  expect(decodePem('CERTIFICATE', text)).toEqual([root.certificate.der])
})

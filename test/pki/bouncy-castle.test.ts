import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import {
  assembleCertificationRequest,
  certificationRequestTbs,
  readCertificationRequest,
} from '../../src/domain/pki/certificate-request.ts'
import { verifyChain } from '../../src/domain/pki/chain.ts'
import { describeName } from '../../src/domain/pki/names.ts'
import { decodePem } from '../../src/domain/pki/pem.ts'
import { readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import { encodeTimeStampRequest, encodeTimeStampResponse } from '../../src/domain/pki/time-stamp.ts'
import { signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { makeAuthorities, makeEnterprise, makeRevocationList, today } from '../kit/authorities.ts'
import { runJudge } from '../kit/openssl.ts'
import { makeToken, stampAuthority } from '../kit/time-stamps.ts'

// The second judge, beside openssl: Debian's libbcpkix-java. Where it is not installed these tests say so and are left out.
const jars = ['bcprov', 'bcpkix', 'bcutil'].map((name) => `/usr/share/java/${name}.jar`)
const missing = [...jars.filter((jar) => !existsSync(jar)), ...(hasCompiler() ? [] : ['javac'])]
const title =
  missing.length === 0
    ? 'BouncyCastle'
    : `BouncyCastle is not judging: no ${missing[0]} (apt-get install default-jdk-headless libbcpkix-java)`
const program = fileURLToPath(new URL('../kit/bouncy-castle-judge.java', import.meta.url))

const { root, issuing, random } = makeAuthorities('bouncy castle')
const [authority] = issuing
const imprint = sm3()
const enterprise = makeEnterprise(authority, { name: '某公司', socialCreditCode: '91320000MA1ABCDE1X' }, random)

describe.skipIf(missing.length > 0)(title, () => {
  let verdict = ''

  beforeAll(() => {
    const { certificate } = enterprise.sign
    const revoked = { certificate, at: new Date('2026-08-25T00:00:00.000Z'), reason: 'keyCompromise' } as const
    const tbs = certificationRequestTbs({ subject: { commonName: '张三' }, publicKey: enterprise.sign.key.publicKey })
    const files = {
      root: root.certificate.der,
      authority: authority.certificate.der,
      sign: certificate.der,
      encrypt: enterprise.encrypt.certificate.der,
      list: makeRevocationList(authority, [revoked], random).der,
      rootList: makeRevocationList(root, [], random).der,
      request: assembleCertificationRequest(tbs, signMessage(enterprise.sign.key, tbs, random)),
      stampAuthority: stampAuthority.certificate.der,
      stampRequest: encodeTimeStampRequest({ imprint, nonce: 77n }),
      stampAnswer: encodeTimeStampResponse(makeToken({ imprint, nonce: 77n })),
    }
    const args = [
      '-Dfile.encoding=UTF-8',
      '-cp',
      jars.join(':'),
      program,
      ...Object.keys(files).map((name) => `@${name}`),
    ]
    verdict = runJudge('java', args, files).text
  }, 120_000)

  test('validates our chain with our revocation lists', () => {
    expect(verdict).toContain('\nencrypt: valid\n')
  })

  test('refuses what our list revokes', () => {
    expect(verdict).toMatch(/^sign: refused, .*revocation.*keyCompromise/)
  })

  test('verifies our certification request', () => {
    expect(verdict).toContain('\nrequest: valid, CN=张三\n')
  })

  test('takes our time stamp for the answer to our request, and verifies it', () => {
    expect(verdict).toContain('\ntime stamp: valid, 2026-09-01T00:00:00Z\n')
  })

  test('makes a chain, a list and a request that we accept', () => {
    const [ownRoot, leaf] = decodePem('CERTIFICATE', verdict).map(readCertificate)
    const revocationLists = decodePem('X509 CRL', verdict).map(readRevocationList)
    const [request] = decodePem('CERTIFICATE REQUEST', verdict).map(readCertificationRequest)
    const ask = (at: Date) =>
      verifyChain({ leaf: leaf!, intermediates: [], roots: [ownRoot!], revocationLists, at, usage: 'sign' }).kind
    expect([ask(new Date('2026-08-31T00:00:00.000Z')), ask(today), describeName(request!.subject)]).toEqual([
      'valid',
      'revoked',
      'CN=张三',
    ])
  })
})

function hasCompiler(): boolean {
  return spawnSync('javac', ['-version']).status === 0
}

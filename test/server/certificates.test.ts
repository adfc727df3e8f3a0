import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOfBase64, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { holderOf, readCertificate } from '../../src/domain/pki/certificate.ts'
import { verifyChain } from '../../src/domain/pki/chain.ts'
import { readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import { readSeal } from '../../src/domain/seal/read-seal.ts'
import { isHolder } from '../../src/domain/seal/verify-seal.ts'
import { type CertificatePair, certificateRoutes } from '../../src/protocol/http-api.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'
import { startVirtualPhone, type VirtualPhone } from '../kit/virtual-phone.ts'

let server: TestServer
let phone: VirtualPhone
let pair: CertificatePair

beforeAll(async () => {
  server = await startTestServer()
  phone = await startVirtualPhone(server, demoPerson('bidder-a-1'))
  pair = (await phone.downloadAll())[0]!
})
afterAll(() => server.stop())

describe('a downloaded certificate', () => {
  test.each(['signing', 'encryption'] as const)(
    'for %s leads to the pinned root and names the enterprise',
    async (use) => {
      const leaf = readCertificate(bytesOfBase64Url(pair[use].leaf)!)
      const { revocationLists } = await server.client().call(certificateRoutes.authorities, { body: {} })
      const report = verifyChain({
        leaf,
        intermediates: pair[use].authorities.map((der) => readCertificate(bytesOfBase64Url(der)!)),
        roots: server.roots.map((der) => readCertificate(bytesOfBase64(der)!)),
        revocationLists: revocationLists.map((der) => readRevocationList(bytesOfBase64Url(der)!)),
        at: new Date(server.now()),
        usage: use === 'signing' ? 'sign' : 'encrypt',
      })
      expect([report.kind, report.kind === 'valid' && report.unchecked, holderOf(leaf)]).toEqual([
        'valid',
        [],
        { name: '浙江澄远建设集团有限公司', socialCreditCode: '91339901MA2DEMA10F' },
      ])
    },
  )

  test('is issued once: other keys are refused, the same ones get the same answer', async () => {
    const params = { applicationId: 'bidder-a-1-1' }
    const body = { signKeyId: pair.signKeyId, encryptKeyId: pair.encryptKeyId, certificationRequest: 'A'.repeat(100) }
    const again = await phone.client.call(certificateRoutes.issue, { params, body })
    const other = await failureOfAsync(() =>
      phone.client.call(certificateRoutes.issue, { params, body: { ...body, signKeyId: pair.encryptKeyId } }),
    )
    expect([again, other?.code]).toEqual([pair, 'application.issued-before'])
  })

  test('comes with seals that its holder may use', async () => {
    const seals = (await phone.sealsOf(pair)).map((der) => readSeal(bytesOfBase64Url(der)!))
    const leaf = readCertificate(bytesOfBase64Url(pair.signing.leaf)!)
    expect(seals.map((seal) => [seal.name, seal.type, isHolder(seal, leaf)])).toEqual([
      ['浙江澄远建设集团有限公司公章', 1, true],
      ['程远山法人章', 2, true],
      ['程远山手写签名', 3, true],
    ])
  })

  test('is shown to colleagues and to nobody else', async () => {
    const stranger = await startVirtualPhone(server, demoPerson('bidder-b-1'))
    const colleague = await startVirtualPhone(server, demoPerson('bidder-a-2'))
    const code = pair.socialCreditCode
    const seen = await colleague.colleagues(code)
    expect([seen.map(({ pairId }) => pairId), (await failureOfAsync(() => stranger.colleagues(code)))?.code]).toEqual([
      [pair.pairId],
      'request.forbidden',
    ])
  })

  test('cannot be applied for by somebody else', async () => {
    const stranger = await startVirtualPhone(server, demoPerson('bidder-b-2'))
    const body = { signKeyId: 'x', encryptKeyId: 'y', certificationRequest: 'A'.repeat(100) }
    const issue = () =>
      stranger.client.call(certificateRoutes.issue, { params: { applicationId: 'bidder-a-2-1' }, body })
    expect((await failureOfAsync(issue))?.code).toBe('request.not-found')
  })
})

import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { encodeHeader } from '../../src/domain/bid-file/header.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import { sealEnvelope } from '../../src/domain/pki/enveloped-data.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { accountRoutes, certificateRoutes, platformRoutes } from '../../src/protocol/http-api.ts'
import type { TenderSection } from '../../src/protocol/tender-section.ts'
import { AccountContext, type AccountParts } from '../../src/renderer/phone/app-context.tsx'
import { ReviewStep } from '../../src/renderer/phone/tickets/review-step.tsx'
import { openWithCertificate } from '../kit/phone-account.ts'
import { startTestServer, type TestServer, testOrigin } from '../kit/server.ts'
import { createVirtualDesktop } from '../kit/virtual-desktop.ts'
import { standInForBrowser, start, until } from './driving.ts'

// The library's own build for Node imports style sheets, which Node cannot read.
vi.mock('antd-mobile', () => ({ Button: 'button', Checkbox: 'input', NavBar: 'nav', List: 'ul', Image: 'img' }))

let server: TestServer
let account: AccountParts
let section: TenderSection
let openingAt: number
const phoneNumber = '19900000101'

beforeAll(async () => {
  standInForBrowser()
  server = await startTestServer()
  vi.spyOn(Date, 'now').mockImplementation(() => server.clock.at)
  const code = async () => {
    await server.client().call(accountRoutes.sendCode, { body: { phoneNumber } })
    return server.smsCode(phoneNumber)
  }
  account = await openWithCertificate({ origin: testOrigin, fetch: server.fetch, phoneNumber, code })
  const { tenders } = await server.client().call(platformRoutes.tenders, { body: {} })
  const { tenderCode, tenderName, sections } = tenders[0]!
  const { sectionCode, sectionName } = sections[0]!
  section = { tenderCode, tenderName, sectionCode, sectionName }
  openingAt = sections[0]!.openingAt
}, 60_000)
afterAll(() => server.stop())

/** The warning on the phone's screen for an `open` ticket that a desktop shows now; null when there is none. */
async function warningFor(purpose: 'hall' | 'local', shown = section): Promise<string | null> {
  const [pair] = (await account.server.call(certificateRoutes.list, { body: {} })).pairs
  const fileKey = server.random(32)
  const meta = {
    tender: shown.tenderCode,
    section: shown.sectionCode,
    suite: 'sm4-gcm' as const,
    chunkSize: 1024,
    plaintextLength: 10,
    created: '2026-03-02T01:00:00Z',
  }
  const recipients = [readCertificate(bytesOfBase64Url(pair!.encryption.leaf)!)]
  const envelopeDer = sealEnvelope({ content: fileKey, recipients, random: server.random })
  const header = encodeHeader({ meta, salt: server.random(32), envelopeDer }, fileKey)
  const { enterpriseName: bidderName, socialCreditCode } = pair!
  const headerDigest = base64UrlOf(sm3(header))
  const fields = { purpose, section: shown, bidderName, socialCreditCode, headerDigest }
  const ticket = await createVirtualDesktop(server).open('open', fields, base64UrlOf(header))
  const run = start(account, ticket.ticketId)
  await until(run, 'unknown-desktop')
  run.send({ name: 'confirm' })
  const flow = await until(run, 'review')
  if (flow.name !== 'asking') throw new Error('no question')
  const html = renderToStaticMarkup(
    <AccountContext value={account}>
      <ReviewStep run={run} flow={flow} ticket={run.view().ticket!} onDecline={() => {}} />
    </AccountContext>,
  )
  return /<div class="danger-notice" role="alert">([^<]*)<\/div>/.exec(html)?.[1] ?? null
}

test('the phone warns of decrypting outside the hall, and most clearly before the opening time', async () => {
  const before = [await warningFor('hall'), await warningFor('local')]
  const unknown = await warningFor('local', { ...section, sectionCode: 'ELSEWHERE-1' })
  await server.skipTo(openingAt)
  const after = await warningFor('local')
  expect([...before, unknown, after]).toEqual([
    null,
    expect.stringMatching(/^还没有到开标时间（.+），这是在开标前提前解密。/),
    expect.stringMatching(/^这不是开标，且查不到该标段的开标时间。/),
    expect.stringMatching(/^这不是在开标大厅解密。/),
  ])
}, 60_000)

import { expect, test, vi } from 'vitest'
import type { CertificatePair } from '../../src/protocol/http-api.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { openWithCertificate, placeOf } from '../kit/phone-account.ts'
import { createPhoneServer } from '../kit/phone-server.ts'

vi.stubGlobal('navigator', { locks: { request: (_: string, act: () => unknown) => act() }, userAgent: 'test' })

/** A server whose authority certifies, under the right name, what the change makes of the phone's request. */
async function download(change: (issued: CertificatePair, colleague: CertificatePair) => CertificatePair) {
  const server = createPhoneServer()
  const place = placeOf(server)
  const cheating = async (...request: Parameters<typeof fetch>) => {
    const response = await place.fetch(...request)
    if (!String(request[0]).endsWith('/issue')) return response
    return Response.json(change((await response.json()) as CertificatePair, server.colleagues[0]!))
  }
  return failureOfAsync(() => openWithCertificate({ ...place, fetch: cheating as typeof fetch }))
}

test('certificates over the phone’s own keys are taken', async () => {
  expect(await download((issued) => issued)).toBeNull()
})

test.each<['signing' | 'encryption']>([['signing'], ['encryption']])(
  '⚔ a %s certificate over another key is refused',
  async (usage) => {
    const failure = await download((issued, colleague) => ({ ...issued, [usage]: colleague[usage] }))
    expect(failure).toEqual({ code: 'phone.signature-wrong', details: {} })
  },
)

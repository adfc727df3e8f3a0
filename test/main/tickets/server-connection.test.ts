import { afterEach, expect, test, vi } from 'vitest'
import { connectToServer } from '../../../src/main/tickets/server-connection.ts'
import { certificateRoutes, platformRoutes } from '../../../src/protocol/http-api.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'

afterEach(() => vi.unstubAllGlobals())

const hour = 3_600_000
const input = { params: { pairId: 'a' }, body: {}, token: 'token' }
const desktopKey = { publicKey: '', sign: () => 'signature' }

/** A server whose clock is so much ahead and that refuses proofs of another time. */
function serverAhead(byMs: number, isDemo = false) {
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => {
    const at = Number(headers['bidseal-proof']?.split('.')[0])
    const serverTime = Date.now() + byMs
    return Math.abs(at - serverTime) > 300_000
      ? Response.json({ code: 'request.clock-differs', details: { serverTime } }, { status: 401 })
      : Response.json({ seals: [] })
  })
  return connectToServer('http://127.0.0.1:1', desktopKey, { isDemo })
}

test('a desktop whose clock was set learns the time from the refusal and asks again', async () => {
  expect(await serverAhead(hour).call(certificateRoutes.seals, input)).toEqual({ seals: [] })
})

test.each([-25 * hour, 25 * hour])('⚔ a server that names a time %s ms away is not believed', async (byMs) => {
  const server = serverAhead(byMs)
  const failure = await failureOfAsync(() => server.call(certificateRoutes.seals, input))
  expect([failure?.code, Math.abs(server.now() - Date.now()) < hour]).toEqual(['clock.differs', true])
})

test("the demo's own server may move its clock by weeks", async () => {
  expect(await serverAhead(600 * hour, true).call(certificateRoutes.seals, input)).toEqual({ seals: [] })
})

test('a server that cannot be reached is asked four times, then given up', async () => {
  const unreachable = vi.fn().mockRejectedValue(new TypeError('no network'))
  vi.stubGlobal('fetch', unreachable)
  await connectToServer('http://127.0.0.1:1', desktopKey, { isDemo: false })
    .call(platformRoutes.time, { body: {} })
    .catch(() => {})
  expect(unreachable).toHaveBeenCalledTimes(4)
})

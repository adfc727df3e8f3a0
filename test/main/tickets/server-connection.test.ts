import { afterEach, expect, test, vi } from 'vitest'
import { connectToServer } from '../../../src/main/tickets/server-connection.ts'
import { certificateRoutes, platformRoutes } from '../../../src/protocol/http-api.ts'

afterEach(() => vi.unstubAllGlobals())

const hour = 3_600_000
const desktopKey = { publicKey: '', sign: () => 'signature' }

/** A server whose clock is an hour ahead and that refuses proofs of another time. */
function serverAhead() {
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => {
    const at = Number(headers['bidseal-proof']?.split('.')[0])
    const serverTime = Date.now() + hour
    return Math.abs(at - serverTime) > 300_000
      ? Response.json({ code: 'request.clock-differs', details: { serverTime } }, { status: 401 })
      : Response.json({ seals: [] })
  })
  return connectToServer('http://127.0.0.1:1', desktopKey)
}

test('a desktop whose clock was set learns the time from the refusal and asks again', async () => {
  const server = serverAhead()
  const input = { params: { pairId: 'a' }, body: {}, token: 'token' }
  expect(await server.call(certificateRoutes.seals, input)).toEqual({ seals: [] })
})

test('a server that cannot be reached is asked four times, then given up', async () => {
  const unreachable = vi.fn().mockRejectedValue(new TypeError('no network'))
  vi.stubGlobal('fetch', unreachable)
  await connectToServer('http://127.0.0.1:1', desktopKey)
    .call(platformRoutes.time, { body: {} })
    .catch(() => {})
  expect(unreachable).toHaveBeenCalledTimes(4)
})

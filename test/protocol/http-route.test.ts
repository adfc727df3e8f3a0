import { expect, test } from 'vitest'
import { platformRoutes } from '../../src/protocol/http-api.ts'
import { createHttpClient, failureOfResponse } from '../../src/protocol/http-route.ts'
import { failureOfAsync } from '../kit/failure-of.ts'

/** An answer of megabytes without end; counts those that were taken. */
function endlessAnswer(status: number) {
  const taken = { megabytes: 0, isCancelled: false }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken.megabytes += 1
      controller.enqueue(new Uint8Array(1_048_576).fill(0x20))
      if (taken.megabytes > 200) controller.close()
    },
    cancel() {
      taken.isCancelled = true
    },
  })
  return { taken, response: new Response(body, { status }) }
}

test.each([200, 500])('⚔ an answer %s that does not end is given up before it fills the memory', async (status) => {
  const { taken, response } = endlessAnswer(status)
  const client = createHttpClient(
    'https://bids.example.test',
    async () => response,
    () => null,
  )
  const failure = await failureOfAsync(() => client.call(platformRoutes.time, { body: {} }))
  expect([failure?.code, taken.isCancelled, taken.megabytes < 40]).toEqual(['server.answer-invalid', true, true])
})

test('⚔ a refusal that does not end names no failure', async () => {
  const { taken, response } = endlessAnswer(500)
  expect([await failureOfResponse(response), taken.megabytes < 40]).toEqual([null, true])
})

test('an answer whose characters are cut between two pieces is read whole', async () => {
  const pieces = Array.from(
    new TextEncoder().encode(JSON.stringify({ code: 'zip.entry-missing', details: { name: '投标函𠮷' } })),
  )
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of pieces) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  expect(await failureOfResponse(new Response(body))).toEqual({
    code: 'zip.entry-missing',
    details: { name: '投标函𠮷' },
  })
})

import { expect, test } from 'vitest'
import { base64UrlOf, bytesOfBase64Url } from '../src/domain/bytes.ts'
import { parseJson, parseJsonText } from '../src/domain/canonical-json.ts'
import { sessionRoutes } from '../src/protocol/http-api.ts'
import { createHttpClient } from '../src/protocol/http-route.ts'
import { failureOfAsync } from './kit/failure-of.ts'

test('⚔ JSON that nests deeper than 64 is none, so that nobody who walks through it runs out of stack', () => {
  const nested = (depth: number) => parseJsonText('['.repeat(depth) + ']'.repeat(depth))
  expect([nested(64) === undefined, nested(65)]).toEqual([false, undefined])
})

test('⚔ JSON of a million empty lists is none, because each would take twenty times its letters', () => {
  expect(parseJson(new TextEncoder().encode(`[${'[],'.repeat(1_000_000)}[]]`))).toBeUndefined()
})

test('signs that stand in strings are counted nowhere', () => {
  const text = `${'[{:'.repeat(20_000)}\\"${'['.repeat(100)}`
  expect(parseJsonText(`{"a":"${text}"}`)).toEqual({ a: text.replace('\\"', '"') })
})

test('an answer that is no JSON is not taken for the answer null', async () => {
  const client = createHttpClient(
    'http://127.0.0.1:1',
    async () => new Response('not JSON'),
    async () => ({}),
  )
  expect(await failureOfAsync(() => client.call(sessionRoutes.current, { body: {} }))).toEqual({
    code: 'server.answer-invalid',
    details: { path: '/api/sessions/current' },
  })
})

test('of all texts that could stand for the same bytes only one is base64url', () => {
  const letters = ['A', 'Q', 'g', 'w', 'B', '_']
  const taken = letters.filter((last) => bytesOfBase64Url(`A${last}`) !== null)
  expect([taken, bytesOfBase64Url('AAA'), bytesOfBase64Url('AAB'), base64UrlOf(new Uint8Array(2))]).toEqual([
    ['A', 'Q', 'g', 'w'],
    new Uint8Array(2),
    null,
    'AAA',
  ])
})

import { expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { SealAnswer } from '../../src/protocol/ticket-answers.ts'

const certificate = { leaf: base64UrlOf(new Uint8Array(64)), authorities: [] }
const failureRead = (failure: unknown) =>
  SealAnswer.parse({ certificate, items: [{ outcome: 'failed', failure }] }).items

const nested = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as unknown
const invalid = { code: 'act.answer-invalid', details: {} }

test('a failure of one item is read as the phone said it', () => {
  const failure = { code: 'phone.seal-mismatch', details: { documentName: '投标函.pdf' } }
  expect(failureRead(failure)).toEqual([{ outcome: 'failed', failure }])
})

test.each<[string, unknown]>([
  ['of megabytes', { code: 'pin.locked', details: { text: 'x'.repeat(2_000_000) } }],
  ['with whatever else in it', { code: 'pin.locked', details: { bytes: [1, 2, 3] } }],
  ['nested a hundred thousand times', { code: 'pin.locked', details: nested }],
  ['that is none', 'a failure'],
])('⚔ a failure %s is not kept', (_, failure) => {
  expect(failureRead(failure)).toEqual([{ outcome: 'failed', failure: invalid }])
})

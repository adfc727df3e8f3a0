import { expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import { recover } from '../../src/domain/cosign/phone-recover.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { encodeScalar, order } from '../../src/domain/sm/sm2-curve.ts'
import { createWorld, digestOf, pin, pinCost } from '../kit/cosign-world.ts'
import { failureOfAsync } from '../kit/failure-of.ts'

const fields = { title: '投标函' }
const world = createWorld()
const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'sign' })
const whole = world.disk.records.get(key)!

const damage = (members: Record<string, unknown>) =>
  void world.disk.records.set(key, JSON.stringify({ ...JSON.parse(whole), ...members }))

test.each([
  ['a member that nobody wrote', { other: 1 }],
  ['a share of zero', { maskedShare: base64UrlOf(new Uint8Array(32)) }],
  ['a share of n', { maskedShare: base64UrlOf(encodeScalar(order)) }],
  ['a public key off the curve', { publicKey: base64UrlOf(new Uint8Array(65).fill(4)) }],
  ['a counter that has no next number', { attempt: Number.MAX_SAFE_INTEGER }],
  ['a PIN cost that takes a gibibyte', { pinCost: 20 }],
])('a stored key with %s is named, and no attempt is spent on it', async (_, members) => {
  damage(members)
  const failure = await failureOfAsync(() =>
    cosign(world.phone, { key, pin, fields, digest: digestOf(fields, publicKey) }),
  )
  expect([failure, world.device().failures]).toEqual([{ code: 'cosign.record-damaged', details: {} }, 0])
})

test('a damaged key does not keep the others from being set right when the app starts', async () => {
  world.disk.records.set(key, whole)
  const second = await generateKey(world.phone, { pin, pinCost, purpose: 'encrypt' })
  const interrupted = { ...JSON.parse(world.disk.records.get(second.key)!), step: 'attempt-counted' }
  world.disk.records.set(second.key, JSON.stringify(interrupted))
  damage({ epoch: -1 })
  expect(await recover(world.phone)).toEqual([{ key: second.key, outcome: 'use-abandoned' }])
})

import { expect, test } from 'vitest'
import { hexOf } from '../../src/domain/bytes.ts'
import { codecrypt } from '../../src/domain/cosign/phone-decrypt.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { pinScalar } from '../../src/domain/cosign/pin-mask.ts'
import { encodeScalar } from '../../src/domain/sm/sm2-curve.ts'
import { encryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { createWorld, digestOf, pin, pinCost } from '../kit/cosign-world.ts'
import { seededRandom } from '../kit/random.ts'
import example from '../vectors/cosign-conversation.json' with { type: 'json' }

/** One conversation with repeatable randomness, without the device signatures, which no two runs share. */
async function conversation() {
  const random = seededRandom('cosign example')
  const { phone, sent, received } = createWorld({ random })
  const fields = { title: '投标函' }
  const signing = await generateKey(phone, { pin, pinCost, purpose: 'sign' })
  await cosign(phone, { key: signing.key, pin, fields, digest: digestOf(fields, signing.publicKey) })
  const { key, publicKey } = await generateKey(phone, { pin, pinCost, purpose: 'encrypt' })
  const ciphertext = encryptSm2(publicKey, new Uint8Array(32), random)
  await codecrypt(phone, { key, pin, ticket: 'ticket-1', act: 'open', ciphertext })
  return sent.map((message, at) => ({ message: { ...message, deviceSignature: undefined }, reply: received[at] }))
}

test('the example conversation of the format page is reproduced byte by byte', async () => {
  expect(JSON.parse(JSON.stringify(await conversation()))).toEqual(example)
})

test('the example PIN gives the scalar of the format page', async () => {
  const bindToDevice = async (input: Uint8Array) => sm3(input)
  const scalar = await pinScalar('271828', { salt: new Uint8Array(16), cost: 15, bindToDevice })
  expect(hexOf(encodeScalar(scalar))).toBe('cbb457b580bd20e9f49b3b5505621330620b089bfa94a152ad44b3da4f33e9c2')
})

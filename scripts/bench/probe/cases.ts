import { randomBytes } from 'node:crypto'
import { generateKey } from '../../../src/domain/cosign/phone-generate.ts'
import { cosign } from '../../../src/domain/cosign/phone-sign.ts'
import { holdPin } from '../../../src/domain/cosign/pin-mask.ts'
import { engineRoom } from '../../../src/domain/sm/engine-room.ts'
import { generateSm2KeyPair } from '../../../src/domain/sm/sm2-curve.ts'
import { signDigest, verifyDigest } from '../../../src/domain/sm/sm2-sign.ts'
import { createSm3 } from '../../../src/domain/sm/sm3.ts'
import { createSm4Gcm } from '../../../src/domain/sm/sm4-gcm.ts'
import { sm4Ctr } from '../../../src/domain/sm/sm4-modes.ts'
import { createWorld, digestOf, pin, pinCost } from '../../../test/kit/cosign-world.ts'

const random = (length: number) => new Uint8Array(randomBytes(length))
const megabyte = 1 << 20

/** Where the bytes of a bid stand in a worker, and where `openssl speed` has them: they become the result in place. */
const room = engineRoom()
function randomIn(place: Uint8Array, length: number): Uint8Array {
  const data = place.subarray(0, length)
  data.set(randomBytes(length))
  return data
}

/** One step of a case, and how much of its unit a step does: megabytes or acts. */
interface Prepared {
  amount: number
  step(): void | Promise<void>
}

/** What is measured in one thread, by name; each prepares itself before the clock starts. */
const cases = {
  'sm4-ctr'() {
    const [key, counter, data] = [random(16), random(16), randomIn(room, 4 * megabyte)]
    return { amount: data.length / 1e6, step: () => void sm4Ctr(key, counter, data, data) }
  },
  'sm4-gcm'() {
    const [cipher, nonce, aad, data] = [createSm4Gcm(random(16)), random(12), random(32), randomIn(room, megabyte)]
    return { amount: data.length / 1e6, step: () => void cipher.seal(nonce, aad, data, room) }
  },
  sm3() {
    const data = randomIn(room, 4 * megabyte)
    return { amount: data.length / 1e6, step: () => void createSm3().update(data).digest() }
  },
  'sm2-verify'() {
    const { privateKey, publicKey } = generateSm2KeyPair(random)
    const signed = Array.from({ length: 16 }, () => {
      const digest = random(32)
      return { digest, signature: signDigest(privateKey, digest, random) }
    })
    publicKey.precompute()
    const step = () => {
      for (const { digest, signature } of signed)
        if (!verifyDigest(publicKey, digest, signature)) throw new Error('a good signature was refused')
    }
    return { amount: signed.length, step }
  },
  /** Phone and server in one thread with nothing between them but JSON; the PIN was stretched before, as in a session. */
  async cosign() {
    const world = createWorld()
    const { key } = await generateKey(world.phone, { pin, purpose: 'sign', pinCost })
    const held = holdPin(pin)
    const fields = { title: '投标函' }
    const digest = digestOf(fields, world.disk.publicKey(key))
    return { amount: 1, step: async () => void (await cosign(world.phone, { key, pin: held, fields, digest })) }
  },
} satisfies Record<string, () => Prepared | Promise<Prepared>>

export type CaseName = keyof typeof cases

const prepared = new Map<CaseName, Promise<Prepared>>()

async function prepare(name: CaseName): Promise<Prepared> {
  const made: Prepared = await cases[name]()
  // The first calls compile; what is measured is how it runs.
  const until = performance.now() + 300
  while (performance.now() < until) await made.step()
  return made
}

/** Repeats a case for so long and answers how much was done a second. */
export async function measureCase(name: CaseName, seconds: number): Promise<number> {
  const making = prepared.get(name) ?? prepare(name)
  prepared.set(name, making)
  const { amount, step } = await making
  const startedAt = performance.now()
  let steps = 0
  let elapsed = 0
  while (elapsed < seconds * 1000) {
    await step()
    steps++
    elapsed = performance.now() - startedAt
  }
  return (steps * amount * 1000) / elapsed
}

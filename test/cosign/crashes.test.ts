import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8Bytes } from '../../src/domain/bytes.ts'
import { cosignSteps } from '../../src/domain/cosign/messages.ts'
import { codecrypt, tryDecryption } from '../../src/domain/cosign/phone-decrypt.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import { phoneSteps } from '../../src/domain/cosign/phone-record.ts'
import { recover } from '../../src/domain/cosign/phone-recover.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { BidsealError } from '../../src/domain/failure.ts'
import { encryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import {
  createWorld,
  type Delivery,
  digestOf,
  Killed,
  pin,
  pinCost,
  type World,
  wrongPin,
} from '../kit/cosign-world.ts'
import { systemRandom } from '../kit/random.ts'

type Purpose = 'sign' | 'encrypt'

async function makeKey(world: World, purpose: Purpose) {
  const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose })
  const fields = { title: '投标函' }
  const ciphertext = encryptSm2(publicKey, utf8Bytes('bid'), systemRandom)
  const act = () =>
    purpose === 'sign'
      ? cosign(world.phone, { key, pin, fields, digest: digestOf(fields, publicKey) })
      : codecrypt(world.phone, { key, pin, ticket: 'ticket-1', act: 'open', ciphertext })
  return { key, act }
}

/** Runs an act that may be killed or refused on its way; bugs are thrown on. */
async function attempt(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
    return 'done'
  } catch (error) {
    if (error instanceof Killed) return 'killed'
    if (error instanceof BidsealError) return error.failure.code
    throw error
  }
}

/** Kills the app on this save and lets it write nothing more until it is started again. */
function killAfterSave(world: World, step: (typeof phoneSteps)[number]): { restart(): void } {
  let isDead = false
  const { store } = world.disk
  const { save, remove } = store
  const dying = new Killed()
  store.save = async (record) => {
    if (isDead) throw dying
    await save(record)
    isDead = record.step === step
    if (isDead) throw dying
  }
  store.remove = async (key) => {
    if (isDead) throw dying
    await remove(key)
  }
  return {
    restart() {
      Object.assign(store, { save, remove })
    },
  }
}

const health = (world: World) => {
  const { failures, retiredFailures, stopped } = world.device()
  return { failures, retiredFailures, stopped }
}
const healthy = { failures: 0, retiredFailures: 0, stopped: null }

describe.each(['sign', 'encrypt'] as const)('a %s key', (purpose) => {
  test.each(phoneSteps.filter((step) => step !== 'drafted'))('survives the phone dying after %s', async (step) => {
    const world = createWorld()
    const { act } = await makeKey(world, purpose)
    const death = killAfterSave(world, step)
    expect(await attempt(act)).toBe('killed')
    death.restart()
    await recover(world.phone)
    expect([await attempt(act), await attempt(act), health(world)]).toEqual(['done', 'done', healthy])
  })

  test.each(phoneSteps.filter((step) => step === 'drafted' || step === 'ready'))(
    'may be generated again after the phone died once %s, and the first one harms nothing',
    async (step) => {
      const world = createWorld()
      const old = await makeKey(world, purpose)
      const death = killAfterSave(world, step)
      expect(await attempt(() => makeKey(world, purpose))).toBe('killed')
      death.restart()
      const recovered = await recover(world.phone)
      const kept = await world.phone.store.list()
      expect([recovered.map(({ outcome }) => outcome), kept.length]).toEqual(
        step === 'drafted' ? [['generation-abandoned'], 1] : [[], 2],
      )
      const { act } = await makeKey(world, purpose)
      expect([await attempt(act), await attempt(old.act), health(world)]).toEqual(['done', 'done', healthy])
    },
  )

  const faults = {
    'the message being lost': () => Promise.reject(new Error('lost')),
    'the answer being lost': async ({ deliver }: Delivery) => {
      deliver()
      throw new Error('lost')
    },
    'the server dying before it commits': async ({ deliver }: Delivery, world: World) => {
      world.killServerOnce()
      return deliver()
    },
    'the message arriving twice': async ({ deliver }: Delivery) => {
      deliver()
      return deliver()
    },
  }
  const ownSteps = cosignSteps.filter((step) => step !== (purpose === 'sign' ? 'decrypt' : 'sign'))
  const cases = Object.entries(faults).flatMap(([fault, carry]) =>
    ownSteps.flatMap((step) => [1, 3].map((times) => ({ fault, carry, step, times }))),
  )
  test.each(cases)('survives $fault at $step, $times times', async ({ carry, step, times }) => {
    const world = createWorld()
    await makeKey(world, purpose)
    const plain = world.channel.carry
    let left = times
    world.channel.carry = async (delivery) => {
      if (delivery.message.step !== step || left === 0) return plain(delivery)
      left--
      return carry(delivery, world)
    }
    const first = await attempt(async () => (await makeKey(world, purpose)).act())
    expect(['done', 'cosign.unreachable']).toContain(first)
    world.channel.carry = plain
    const keys = [...world.disk.records.keys()]
    const again = keys.map((key) => attempt(() => useKey(world, key, purpose)))
    expect([keys.length > 0, await Promise.all(again), health(world)]).toEqual([true, keys.map(() => 'done'), healthy])
  })
})

function useKey(world: World, key: string, purpose: Purpose, typed = pin): Promise<unknown> {
  if (purpose === 'encrypt') return tryDecryption(world.phone, { key, pin: typed })
  const fields = { title: '投标函' }
  const publicKey = world.disk.publicKey(key)
  return cosign(world.phone, { key, pin: typed, fields, digest: digestOf(fields, publicKey) })
}

test('any schedule of losses, repetitions, late arrivals and deaths leaves the key working and no try counted', async () => {
  const event = fc.record({
    loseBefore: fc.integer({ min: 0, max: 4 }),
    loseAfter: fc.integer({ min: 0, max: 4 }),
    replay: fc.option(fc.nat(200)),
    dieAfter: fc.option(fc.constantFrom(...phoneSteps)),
    serverDies: fc.option(fc.integer({ min: 1, max: 4 })),
    isPinRight: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Purpose>('sign', 'encrypt'),
      fc.array(event, { maxLength: 4 }),
      async (purpose, events) => {
        const world = createWorld()
        const plain = world.channel.carry
        const { key } = await makeKey(world, purpose)
        let wrongSinceRight = 0
        for (const { loseBefore, loseAfter, replay, dieAfter, serverDies, isPinRight } of events) {
          let count = 0
          world.channel.carry = async ({ deliver }) => {
            count++
            if (replay !== null) world.deliver(world.sent[replay % world.sent.length])
            if (count === loseBefore) throw new Error('lost')
            if (count === serverDies) world.killServerOnce()
            const reply = deliver()
            if (count === loseAfter) throw new Error('lost')
            return reply
          }
          const death = dieAfter === null ? null : killAfterSave(world, dieAfter)
          const outcome = await attempt(() => useKey(world, key, purpose, isPinRight ? pin : wrongPin))
          wrongSinceRight = outcome === 'done' ? 0 : wrongSinceRight + (isPinRight ? 0 : 1)
          death?.restart()
          if (dieAfter !== null) await recover(world.phone)
          expect(world.device().failures).toBeLessThanOrEqual(wrongSinceRight)
        }
        world.channel.carry = plain
        expect([await attempt(() => useKey(world, key, purpose)), health(world)]).toEqual(['done', healthy])
      },
    ),
    { numRuns: 25 },
  )
})

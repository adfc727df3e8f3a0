import { describe, expect, test } from 'vitest'
import { engineModules } from '../../scripts/engine/build.ts'
import { base64UrlOf, bytesOfHex, hexOf } from '../../src/domain/bytes.ts'
import { createSm4GcmByTables } from '../../src/domain/sm/engine/gcm-tables.ts'
import { createSm4GcmInWasm } from '../../src/domain/sm/engine/gcm-wasm.ts'
import { type Sm4Module, sm3Module, sm4Modules, workArea } from '../../src/domain/sm/engine/load.ts'
import * as committed from '../../src/domain/sm/engine/modules.ts'
import { foldSm3InJavaScript } from '../../src/domain/sm/engine/sm3-plain.ts'
import { sm3InWasm } from '../../src/domain/sm/engine/sm3-wasm.ts'
import { createSm4ByTables } from '../../src/domain/sm/engine/sm4-tables.ts'
import { createSm4InWasm } from '../../src/domain/sm/engine/sm4-wasm.ts'
import { engineRoom } from '../../src/domain/sm/engine-room.ts'
import { createSm3, sm3, sm3OfEach, updateEach } from '../../src/domain/sm/sm3.ts'
import { decryptSm4Cbc, encryptSm4Cbc } from '../../src/domain/sm/sm4-modes.ts'
import { seededRandom } from '../kit/random.ts'
import vectors from '../vectors/gm-vectors.json' with { type: 'json' }

const bytes = (hex: string) => bytesOfHex(hex)!
const random = seededRandom('engine')

test('the modules are what their source gives', async () => {
  const built = Object.entries(await engineModules()).map(([name, binary]) => [name, base64UrlOf(binary)])
  expect(Object.fromEntries(built)).toEqual({ ...committed })
})

/** Says where, but does not print a hundred thousand bytes. */
const firstDifference = (a: Uint8Array | null, b: Uint8Array) =>
  a === null || a.length !== b.length ? 'length' : a.findIndex((byte, i) => byte !== b[i])

/** Around every length at which an engine changes its step: a block, a group of sixteen, a piece. */
const lengths = [0, 1, 15, 16, 17, 239, 240, 241, 255, 256, 257, 65535, 65536, 65537, 65792, 131090]

const variants = (['relaxed-simd', 'simd'] as const).map((name) => [name, sm4Modules[name]()] as const)
describe.each(variants)('SM4 in WebAssembly with %s', (_name, loaded) => {
  const module = loaded as Sm4Module

  test('this runtime has it', () => {
    expect(loaded).not.toBeNull()
  })

  test('GB/T 32907 annex A, example 1, both ways', () => {
    const { key, plaintext, ciphertext } = vectors.sm4_block[0]!
    expect(hexOf(createSm4InWasm(module, bytes(key), 'encrypt').transform(bytes(plaintext)))).toBe(ciphertext)
    expect(hexOf(createSm4InWasm(module, bytes(key), 'decrypt').transform(bytes(ciphertext)))).toBe(plaintext)
  })

  test('all 256 bytes at each place of a block become what the tables make of them', () => {
    const key = random(16)
    const [ours, theirs] = [createSm4InWasm(module, key, 'encrypt'), createSm4ByTables(key, 'encrypt')]
    for (let i = 0; i < 256; i++) {
      const block = new Uint8Array(16).map((_, at) => (i * (2 * at + 1)) & 255)
      expect(ours.transform(block)).toEqual(theirs.transform(block))
    }
  })

  test.each([
    '00'.repeat(16),
    `${'00'.repeat(12)}fffffff8`,
    'ff'.repeat(16),
    `${'00'.repeat(13)}0000ff`,
    `${'01'.repeat(12)}00fffffa`,
  ])('counter mode from %s carries as the tables do', (counter) => {
    const [key, data] = [random(16), random(70_003)]
    const ours = createSm4InWasm(module, key, 'encrypt').counterMode(bytes(counter), data)
    expect(firstDifference(ours, createSm4ByTables(key, 'encrypt').counterMode(bytes(counter), data))).toBe(-1)
  })

  test('RFC 8998 A.1', () => {
    const { key, iv, aad, plaintext, ciphertext, tag } = vectors.sm4_gcm[0]!
    const sealed = createSm4GcmInWasm(module, bytes(key)).seal(bytes(iv), bytes(aad), bytes(plaintext))
    expect(hexOf(sealed)).toBe(ciphertext + tag)
  })

  test.each(lengths)('GCM over %i bytes is what the tables give, opens, and refuses one changed bit', (length) => {
    for (const associatedLength of length === 17 ? [65_537] : [0, 32, 245]) {
      const [key, nonce, associated, data] = [random(16), random(12), random(associatedLength), random(length)]
      const cipher = createSm4GcmInWasm(module, key)
      const sealed = cipher.seal(nonce, associated, data)
      expect(firstDifference(sealed, createSm4GcmByTables(key).seal(nonce, associated, data))).toBe(-1)
      expect(firstDifference(cipher.open(nonce, associated, sealed), data)).toBe(-1)
      const changed = sealed.slice()
      changed[length >> 1]! ^= 1
      expect(cipher.open(nonce, associated, changed)).toBeNull()
    }
  })

  test('results go to the front of the memory that is given for them', () => {
    const [key, nonce, counter, data] = [random(16), random(12), random(16), random(300)]
    const room = new Uint8Array(400)
    const cipher = createSm4GcmInWasm(module, key)
    const sealed = cipher.seal(nonce, nonce, data)
    const opened = cipher.open(nonce, nonce, cipher.seal(nonce, nonce, data, room).slice(), room.subarray(50))
    const stream = createSm4InWasm(module, key, 'encrypt').counterMode(counter, data, room)
    expect([opened?.buffer, stream.buffer]).toEqual([room.buffer, room.buffer])
    expect(hexOf(createSm4GcmByTables(key).seal(nonce, nonce, data, room))).toBe(hexOf(sealed))
    expect(cipher.open(nonce, nonce, random(316), room)).toBeNull()
    expect(room.subarray(0, 300).every((byte) => byte === 0)).toBe(true)
  })

  test.each(lengths)(
    '%i bytes in the room become the same where they stand, and what is around them stays',
    (length) => {
      const [key, nonce, data] = [random(16), random(12), random(length)]
      const cipher = createSm4GcmInWasm(module, key)
      const room = engineRoom()
        .subarray(0, length + 600)
        .fill(0xa5)
      const place = room.subarray(272, 272 + length + 16)
      for (const associated of [new Uint8Array(0), random(32), random(496)]) {
        const sealed = createSm4GcmByTables(key).seal(nonce, associated, data)
        place.set(data)
        expect(firstDifference(cipher.seal(nonce, associated, place.subarray(0, length), place), sealed)).toBe(-1)
        place[length]! ^= 1
        expect(cipher.open(nonce, associated, place, place)).toBeNull()
        place[length]! ^= 1
        expect(firstDifference(place, sealed)).toBe(-1)
        expect(firstDifference(cipher.open(nonce, associated, place, place), data)).toBe(-1)
      }
      const counter = bytes(`${'ff'.repeat(15)}f0`)
      const stream = createSm4ByTables(key, 'encrypt').counterMode(counter, data)
      createSm4InWasm(module, key, 'encrypt').counterMode(counter, place.subarray(0, length), place)
      expect(firstDifference(place.subarray(0, length), stream)).toBe(-1)
      const around = [...room.subarray(0, 272), ...room.subarray(288 + length)]
      expect(around.every((byte) => byte === 0xa5)).toBe(true)
      room.fill(0)
    },
  )

  test('nothing stays in the work area, whatever happened', () => {
    const [nonce, nothing] = [random(12), new Uint8Array(0)]
    const cipher = createSm4GcmInWasm(module, random(16))
    const sealed = cipher.seal(nonce, nothing, random(100_000))
    cipher.open(nonce, random(3), sealed)
    expect(() => cipher.seal(random(13), nothing, nothing)).toThrow(TypeError)
    expect(() => createSm4InWasm(module, random(15), 'encrypt')).toThrow(TypeError)
    createSm4InWasm(module, random(16), 'decrypt').transform(random(16))
    expect(new Uint8Array(module.memory.buffer, 0, workArea).every((byte) => byte === 0)).toBe(true)
  })
})

test.each([0, 15, 16, 48])('CBC of %i bytes comes back', (length) => {
  const [key, iv, data] = [random(16), random(16), random(length)]
  expect(decryptSm4Cbc(key, iv, encryptSm4Cbc(key, iv, data))).toEqual(data)
})

describe('SM3 in WebAssembly', () => {
  const engine = sm3InWasm()

  test('folds blocks as JavaScript does', () => {
    const state = () => Int32Array.from({ length: 8 }, (_, i) => i * 0x1234_5678)
    const [blocks, ours, theirs] = [random(64 * 1100), state(), state()]
    engine?.fold(ours, blocks)
    foldSm3InJavaScript(theirs, blocks)
    expect(ours).toEqual(theirs)
  })

  test.each([
    ['equal lengths', [70_000, 70_000, 70_000, 70_000]],
    ['a shorter one, and more than four', [70_000, 65_536, 300, 70_000, 1, 64]],
    ['two', [70_000, 70_001]],
    ['none', []],
  ])('%s together have the digests that they have one by one', (_name, sizes) => {
    const messages = sizes.map((size) => random(size))
    const computations = messages.map(() => createSm3())
    for (const [from, to] of [
      [0, 128],
      [128, 33_000],
      [33_000, 100_000],
    ])
      updateEach(
        computations,
        messages.map((message) => message.subarray(from, to)),
      )
    expect(computations.map((one) => hexOf(one.digest()))).toEqual(messages.map((message) => hexOf(sm3(message))))
  })

  test('messages in the room are digested where they stand', () => {
    const room = engineRoom()
    const messages = [0, 1, 2, 3].map((lane) => {
      const place = room.subarray(lane * 70_016, lane * 70_016 + 70_000)
      place.set(random(70_000))
      return place
    })
    const expected = messages.map((message) => hexOf(sm3(message.slice())))
    expect(
      [sm3OfEach(messages), sm3OfEach(messages.toReversed()), messages.map((one) => sm3(one))].map((all) =>
        all.map(hexOf),
      ),
    ).toEqual([expected, expected.toReversed(), expected])
    room.fill(0)
  })

  test('nothing stays in the work area', () => {
    sm3(random(100_000))
    updateEach(
      [1, 2, 3, 4].map(() => createSm3()),
      [1, 2, 3, 4].map(() => random(640)),
    )
    expect(new Uint8Array(sm3Module()!.memory.buffer, 0, workArea).every((byte) => byte === 0)).toBe(true)
  })
})

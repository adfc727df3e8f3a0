import { nibblesAt, stateAt, tablesAt } from '../../src/domain/sm/engine/sm4-memory.ts'
import {
  add,
  and,
  bytes,
  type Expression,
  isLess,
  type LookUp,
  load,
  number,
  range,
  shuffle,
  store,
  transposed,
  WasmFunction,
  xor,
} from './wasm-text.ts'

// GHASH (NIST SP 800-38D, 6.4; GB/T 36624-2018, clause 10) over a multiple of 32 blocks, as 32 streams: block 32·g + s
// belongs to stream s. A stream takes S ← S·H³² ⊕ X for each of its blocks; in the end GHASH is the sum of
// S_s·H^(32−s). So all products but the last 32 are by one constant, a linear map of 128 bits. Two vectors hold byte n of
// the streams, sixteen each, and the map is done by tables: what one nibble of one byte adds to one other byte.
// ⚔ A textbook table over the block is faster for one stream, and its look-ups tell the cache about H and the state.

/** Bytes of the tables: sixteen bytes for (byte of the product, byte of the factor, low or high nibble). */
const tableOf = (to: number, from: number, half: 0 | 1) => 16 * (32 * to + 2 * from + half)
const halves = [0, 1] as const
const fourth = range(4)

/**
 * `absorb(at, groups)` folds `groups` times 512 bytes into the 512 bytes of the state. Tables, state and nibbles stand where
 * `sm4-memory.ts` says: of an address that is known beforehand the engine need not ask whether it lies in the memory. Where
 * it has to ask (in Electron 33's main process), that costs as much as a look-up, so every table is loaded for two vectors.
 */
export function absorption(lookUp: LookUp): string {
  const f = new WasmFunction('absorb', 'at', 'groups')
  const [at, groups] = [f.parameter('at'), f.parameter('groups')]
  const [state, nibbles] = [number(stateAt), number(nibblesAt)]
  const low4 = f.vector(bytes(Array(16).fill(15)))
  f.while(groups, () => {
    for (const vector of range(32)) {
      const byte = f.vector(load(state, 16 * vector))
      f.do(store(nibbles, 32 * vector, and(byte, low4)))
      f.do(store(nibbles, 32 * vector + 16, and(`(i32x4.shr_u ${byte} (i32.const 4))`, low4)))
    }
    const messages = halves.map((half) =>
      transposed(
        f,
        range(16).map((block) => f.vector(load(at, 256 * half + 16 * block))),
      ),
    )
    // Four bytes of the product at a time, as many as the registers hold, in a loop that the processor keeps decoded.
    for (const first of [0, 4, 8, 12]) {
      const sums = messages.map((message) => message.slice(first, first + 4))
      const table = f.word(number(tablesAt + tableOf(first, 0, 0)))
      const nibble = f.word(number(nibblesAt))
      f.while(isLess(nibble, number(nibblesAt + 16 * 64)), () => {
        const factors = halves.map((half) => ({
          low: f.vector(load(nibble, 32 * half)),
          high: f.vector(load(nibble, 32 * half + 16)),
        }))
        for (const n of fourth) {
          const [ofLow, ofHigh] = halves.map((half) => f.vector(load(table, tableOf(n, 0, half)))) as [string, string]
          for (const [half, { low, high }] of factors.entries()) {
            const sum = sums[half]![n]!
            f.set(sum, xor(sum, xor(lookUp(ofLow, low), lookUp(ofHigh, high))))
          }
        }
        f.set(table, add(table, number(tableOf(0, 1, 0))))
        f.set(nibble, add(nibble, number(64)))
      })
      for (const n of fourth)
        for (const half of halves) f.do(store(state, 32 * (first + n) + 16 * half, sums[half]![n]!))
    }
    f.set(at, add(at, number(512)))
    f.set(groups, `(i32.sub ${groups} (i32.const 1))`)
  })
  return f.toString()
}

/** A block as a number of 128 bits whose most significant bit is the coefficient of x⁰. */
function loadNumber(f: WasmFunction, address: Expression) {
  const reversed = f.vector(shuffle(range(16).reverse(), load(address), load(address)))
  return { high: f.long(`(i64x2.extract_lane 1 ${reversed})`), low: f.long(`(i64x2.extract_lane 0 ${reversed})`) }
}

const asBlock = ({ high, low }: { high: Expression; low: Expression }) => {
  const pair = `(i64x2.replace_lane 1 (i64x2.splat ${low}) ${high})`
  return shuffle(range(16).reverse(), pair, pair)
}

/** Multiplies by x (6.3): one step to the right, and R = 0xE1 ‖ 0¹²⁰ where a bit falls out. */
function timesX(f: WasmFunction, { high, low }: { high: Expression; low: Expression }): void {
  const fallen = f.long(`(i64.sub (i64.const 0) (i64.and ${low} (i64.const 1)))`)
  f.set(low, `(i64.or (i64.shr_u ${low} (i64.const 1)) (i64.shl ${high} (i64.const 63)))`)
  f.set(high, `(i64.xor (i64.shr_u ${high} (i64.const 1)) (i64.and ${fallen} (i64.const 0xe100000000000000)))`)
}

/** `multiply(product, a, b)`: the product of two blocks, bit by bit, in the same steps for every value. */
export function multiplication(): string {
  const f = new WasmFunction('multiply', 'product', 'a', 'b')
  const x = loadNumber(f, f.parameter('a'))
  const y = loadNumber(f, f.parameter('b'))
  const z = { high: f.long('(i64.const 0)'), low: f.long('(i64.const 0)') }
  const bits = f.word(number(128))
  f.while(bits, () => {
    const taken = f.long(`(i64.shr_s ${x.high} (i64.const 63))`)
    f.set(z.high, `(i64.xor ${z.high} (i64.and ${y.high} ${taken}))`)
    f.set(z.low, `(i64.xor ${z.low} (i64.and ${y.low} ${taken}))`)
    f.set(x.high, `(i64.or (i64.shl ${x.high} (i64.const 1)) (i64.shr_u ${x.low} (i64.const 63)))`)
    f.set(x.low, `(i64.shl ${x.low} (i64.const 1))`)
    timesX(f, y)
    f.set(bits, `(i32.sub ${bits} (i32.const 1))`)
  })
  f.do(store(f.parameter('product'), 0, asBlock(z)))
  return f.toString()
}

/** `fillTables(factor, tables)` writes the 8,192 bytes of tables that multiply by the block at `factor`. */
export function tableFilling(): string {
  const f = new WasmFunction('fillTables', 'factor', 'tables')
  const tables = f.parameter('tables')
  const multiple = loadNumber(f, f.parameter('factor'))
  const end = f.word(add(tables, number(16 * 32)))
  f.while(isLess(tables, end), () => {
    // The most significant bit of a byte stands for the lowest power of x.
    for (const half of [1, 0] as const) {
      const ofBit: Expression[] = []
      for (const bit of [3, 2, 1, 0]) {
        ofBit[bit] = f.vector(asBlock(multiple))
        timesX(f, multiple)
      }
      const ofNibble = [f.vector(bytes(Array(16).fill(0)))]
      for (const nibble of range(16).slice(1)) {
        const bit = 31 - Math.clz32(nibble)
        ofNibble.push(f.vector(xor(ofBit[bit]!, ofNibble[nibble ^ (1 << bit)]!)))
      }
      const ofByte = transposed(f, ofNibble)
      for (const to of range(16)) f.do(store(tables, tableOf(to, 0, half), ofByte[to]!))
    }
    f.set(tables, add(tables, number(32)))
  })
  return f.toString()
}

import { constant, constants, tables } from './sm4-field.ts'
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
  splat,
  store,
  transposed,
  WasmFunction,
  words,
  xor,
} from './wasm-text.ts'

// SM4 (GB/T 32907-2016) for sixteen blocks at a time. Vector 4·i + p holds byte p of word i of the sixteen blocks, most
// significant byte first, so that moving bytes within a word costs nothing.

const fourth = range(4)

interface Inverted {
  u: Expression
  v: Expression
}

/** What both functions do with vectors of sixteen bytes; see sm4-field.ts. */
function stepsOf(f: WasmFunction, lookUp: LookUp) {
  const table = (values: readonly number[]) => f.vector(bytes(values))
  const [inverse, aTimesInverse] = [table(tables.inverse), table(tables.aTimesInverse)]
  const low4 = f.vector(bytes(Array(16).fill(15)))
  const low = (x: Expression) => f.vector(and(x, low4))
  const high = (x: Expression) => f.vector(and(`(i32x4.shr_u ${x} (i32.const 4))`, low4))

  return {
    /** Applies a linear map of bytes. */
    linear({ low: ofLow, high: ofHigh }: { low: readonly number[]; high: readonly number[] }) {
      const [left, right] = [table(ofLow), table(ofHigh)]
      return (x: Expression) => f.vector(xor(lookUp(left, low(x)), lookUp(right, high(x))))
    },
    /** 1/u and 1/v are looked up by `after`: two look-ups for each use. */
    invert(x: Expression): Inverted {
      const [k, i] = [low(x), high(x)]
      const j = f.vector(xor(i, k))
      const a = f.vector(lookUp(aTimesInverse, k))
      return {
        u: f.vector(xor(lookUp(inverse, xor(lookUp(inverse, i), a)), j)),
        v: f.vector(xor(lookUp(inverse, xor(lookUp(inverse, j), a)), i)),
      }
    },
    /** Applies a linear map to the output of the S-box. */
    after({ u: ofU, v: ofV }: { u: readonly number[]; v: readonly number[] }) {
      const [left, right] = [table(ofU), table(ofV)]
      return ({ u, v }: Inverted) => f.vector(xor(lookUp(left, u), lookUp(right, v)))
    },
  }
}

/**
 * `expandKey(key, roundKeys)` (clause 7.3) writes the 32 round keys of the 16-byte key: for each its four bytes, most
 * significant first, as X* and sixteen times each, 2,048 bytes altogether. The S-box's constants are in them.
 */
export function keyExpansion(lookUp: LookUp): string {
  const f = new WasmFunction('expandKey', 'key', 'roundKeys')
  const [key, roundKeys] = [f.parameter('key'), f.parameter('roundKeys')]
  const { linear, invert, after } = stepsOf(f, lookUp)
  const [represent, plain] = [linear(tables.represent), after(tables.plain)]
  const first = f.vector(shuffle([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12], load(key), load(key)))
  const systemParameters = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc]
  const k = fourth.map((i) => f.word(`(i32.xor (i32x4.extract_lane ${i} ${first}) ${number(systemParameters[i]!)})`))
  // CK: byte j of word i is 7·(4i + j) modulo 256; each word adds 28 to every byte of the one before.
  const fixedParameter = f.vector(words(Array(4).fill(0x00070e15)))
  const end = f.word(add(roundKeys, number(32 * 64)))

  f.while(isLess(roundKeys, end), () => {
    // Words of the state carry the S-box's round constant after every other four rounds: eight rounds are one turn.
    for (const round of range(8)) {
      const [k0, k1, k2, k3] = fourth.map((i) => k[(round + i) & 3]!) as [string, string, string, string]
      const argument = xor(splat(`(i32.xor ${k1} (i32.xor ${k2} ${k3}))`), fixedParameter)
      const shifted = xor(represent(f.vector(argument)), bytes(Array(16).fill(constants.argument)))
      const b = f.word(
        `(i32x4.extract_lane 0 ${xor(plain(invert(f.vector(shifted))), bytes(Array(16).fill(constant)))})`,
      )
      const linearPart = `(i32.xor ${b} (i32.xor (i32.rotl ${b} (i32.const 13)) (i32.rotl ${b} (i32.const 23))))`
      f.set(k0, `(i32.xor ${k0} ${linearPart})`)
      const carried = [1, 2, 3].filter((i) => ((round + i) >> 2) & 1).length & 1
      const constantPart = constants.argument ^ (carried ? constants.round : 0)
      const roundKey = f.vector(xor(represent(f.vector(splat(k0))), bytes(Array(16).fill(constantPart))))
      for (const p of fourth)
        f.do(store(roundKeys, 64 * round + 16 * p, shuffle(Array(16).fill(3 - p), roundKey, roundKey)))
      f.set(fixedParameter, `(i8x16.add ${fixedParameter} ${bytes(Array(16).fill(28))})`)
    }
    f.set(roundKeys, add(roundKeys, number(8 * 64)))
  })
  return f.toString()
}

/**
 * `ctr(at, blocks, roundKeys, c0, c1, c2, c3)` adds the key stream (GB/T 17964-2021, clause 8) to `blocks` blocks of 16
 * bytes at `at`, counting up in the last word of the block c0 ‖ c1 ‖ c2 ‖ c3. `blocks` is rounded up to a multiple of 16,
 * and that many blocks must be there.
 */
export function counterMode(lookUp: LookUp): string {
  const f = new WasmFunction('ctr', 'at', 'blocks', 'roundKeys', 'c0', 'c1', 'c2', 'c3')
  const [at, blocks, roundKeys, counter] = ['at', 'blocks', 'roundKeys', 'c3'].map((name) => f.parameter(name)) as [
    string,
    string,
    string,
    string,
  ]
  const { linear, invert, after } = stepsOf(f, lookUp)
  const [represent, own, rotated] = [linear(tables.represent), after(tables.own), after(tables.rotated)]
  const byteOf = (word: Expression, p: number) => f.vector(`(i8x16.splat (i32.shr_u ${word} ${number(24 - 8 * p)}))`)
  const fixed = ['c0', 'c1', 'c2'].map((name) => fourth.map((p) => represent(byteOf(f.parameter(name), p))))
  const end = f.word(add(roundKeys, number(32 * 64)))

  f.while(`(i32.gt_s ${blocks} (i32.const 0))`, () => {
    const state = fixed.map((word) => word.map((vector) => f.vector(vector)))
    state.push(
      countersFrom(
        f,
        fourth.map((p) => byteOf(counter, p)),
      ).map(represent),
    )

    const key = f.word(roundKeys)
    f.while(isLess(key, end), () => {
      for (const round of fourth) {
        const [x0, x1, x2, x3] = fourth.map((i) => state[(round + i) & 3]!) as [string[], string[], string[], string[]]
        const substituted = fourth.map((p) => {
          const argument = xor(x1[p]!, x2[p]!, load(key, 64 * round + 16 * p), x3[p]!)
          const inverted = invert(f.vector(argument))
          return { own: own(inverted), rotated: rotated(inverted) }
        })
        // Byte p of L(B) is own(p) ⊕ own(p − 1) ⊕ every R but R(p); see sm4-field.ts.
        const all = f.vector(xor(substituted[0]!.rotated, ...substituted.slice(1).map((one) => one.rotated)))
        for (const p of fourth) {
          const { own: b, rotated: r } = substituted[p]!
          f.set(x0[p]!, xor(xor(x0[p]!, all), xor(b, r), substituted[(p + 3) & 3]!.own))
        }
      }
      f.set(key, add(key, number(4 * 64)))
    })

    // Clause 7.1: the words come out in reverse.
    const back = linear(tables.back)
    const stream = transposed(
      f,
      [3, 2, 1, 0].flatMap((i) => state[i]!.map(back)),
    )
    for (const block of range(16)) f.do(store(at, 16 * block, xor(load(at, 16 * block), stream[block]!)))
    f.set(at, add(at, number(256)))
    f.set(counter, add(counter, number(16)))
    f.set(blocks, `(i32.sub ${blocks} (i32.const 16))`)
  })
  return f.toString()
}

/** The bytes of a counter, of the counter + 1, … the counter + 15, by carrying from byte to byte. */
function countersFrom(f: WasmFunction, counter: readonly Expression[]): Expression[] {
  const [b0, b1, b2, b3] = counter as [string, string, string, string]
  const steps = bytes(range(16))
  const sum = f.vector(`(i8x16.add ${b3} ${steps})`)
  const ones = (x: Expression) => `(i8x16.eq ${x} ${bytes(Array(16).fill(255))})`
  // −1 in every lane in which a carry goes up.
  const toB2 = f.vector(`(i8x16.lt_u ${sum} ${steps})`)
  const toB1 = f.vector(and(toB2, ones(b2)))
  const toB0 = f.vector(and(toB1, ones(b1)))
  return [`(i8x16.sub ${b0} ${toB0})`, `(i8x16.sub ${b1} ${toB1})`, `(i8x16.sub ${b2} ${toB2})`, sum].map((x) =>
    f.vector(x),
  )
}

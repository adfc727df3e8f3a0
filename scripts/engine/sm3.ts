import { add, type Expression, number, range, WasmFunction } from './wasm-text.ts'

// SM3 (GB/T 32905-2016), the compression function of clause 5.3, written once for words that are 32-bit integers (one
// message) and for words that are four lanes of a vector (four messages of one length, side by side).

interface Words {
  type: 'i32' | 'v128'
  constant(value: number): Expression
  xor(...terms: readonly Expression[]): Expression
  and(a: Expression, b: Expression): Expression
  or(a: Expression, b: Expression): Expression
  add(...terms: readonly Expression[]): Expression
  rotate(x: Expression, n: number): Expression
  /** x <<< 8, where that is cheaper than any rotation. */
  rotateByte(x: Expression): Expression
}

const chain = (operation: string) => (terms: readonly Expression[]) =>
  terms.reduce((left, right) => `(${operation} ${left} ${right})`)

const integers: Words = {
  type: 'i32',
  constant: number,
  xor: (...terms) => chain('i32.xor')(terms),
  and: (a, b) => `(i32.and ${a} ${b})`,
  or: (a, b) => `(i32.or ${a} ${b})`,
  add: (...terms) => chain('i32.add')(terms),
  rotate: (x, n) => `(i32.rotl ${x} ${number(n)})`,
  rotateByte: (x) => `(i32.rotl ${x} ${number(8)})`,
}

const vectors: Words = {
  type: 'v128',
  constant: (value) => `(v128.const i32x4 ${Array(4).fill(value).join(' ')})`,
  xor: (...terms) => chain('v128.xor')(terms),
  and: (a, b) => `(v128.and ${a} ${b})`,
  or: (a, b) => `(v128.or ${a} ${b})`,
  add: (...terms) => chain('i32x4.add')(terms),
  rotate: (x, n) => `(v128.or (i32x4.shl ${x} ${number(n)}) (i32x4.shr_u ${x} ${number(32 - n)}))`,
  rotateByte: (x) =>
    `(i8x16.shuffle ${range(16)
      .map((i) => (i & ~3) | ((i - 1) & 3))
      .join(' ')} ${x} ${x})`,
}

/** Folds the sixteen words of a block, which it overwrites, into the eight of the state. */
function compress(f: WasmFunction, words: Words, state: readonly Expression[], message: readonly Expression[]): void {
  const { xor, and, or, add: sum, rotate, rotateByte, constant } = words
  const named = (value: Expression) => f.let(words.type, value)
  const w = [...message]
  // Clause 5.3.2; P1(x) = x ⊕ x<<<15 ⊕ x<<<23.
  const expanded = (j: number) => {
    const x = named(xor(w[j - 16]!, w[j - 9]!, rotate(w[j - 3]!, 15)))
    return named(xor(x, rotate(named(xor(x, rotateByte(x))), 15), rotate(w[j - 13]!, 7), w[j - 6]!))
  }
  // P0(x) = x ⊕ x<<<9 ⊕ x<<<17.
  const p0 = (x: Expression) => xor(x, rotate(named(xor(x, rotateByte(x))), 9))
  let [a, b, c, d, e, g, h, i] = state.map(named) as [string, string, string, string, string, string, string, string]
  for (const j of range(64)) {
    if (j >= 12) w.push(j + 4 < 16 ? w[j + 4]! : expanded(j + 4))
    const t = j < 16 ? 0x79cc4519 : 0x7a879d8a
    const [tLeft, tRight] = [t << (j & 31), j & 31 ? t >>> (32 - (j & 31)) : 0]
    const a12 = named(rotate(a, 12))
    const ss1 = named(rotate(named(sum(a12, constant(tLeft | tRight), e)), 7))
    const ff = j < 16 ? xor(a, b, c) : or(and(a, b), and(c, or(a, b)))
    const gg = j < 16 ? xor(e, g, h) : xor(h, and(e, xor(g, h)))
    const tt1 = named(sum(named(sum(d, xor(w[j]!, w[j + 4]!), ff)), xor(ss1, a12)))
    const tt2 = named(sum(named(sum(i, w[j]!)), ss1, gg))
    ;[d, c, b, a] = [c, named(rotate(b, 9)), a, tt1]
    ;[i, h, g, e] = [h, named(rotate(g, 19)), e, named(p0(tt2))]
  }
  for (const [n, value] of [a, b, c, d, e, g, h, i].entries()) f.set(state[n]!, xor(state[n]!, value))
}

/** A big-endian word of the message as an integer. */
const bigEndian = (x: Expression) =>
  `(i32.or (i32.rotl (i32.and ${x} ${number(0x00ff00ff)}) ${number(24)}) (i32.and (i32.rotl ${x} ${number(8)}) ${number(0x00ff00ff)}))`

/** `sm3(at, blocks, state)` folds `blocks` blocks of 64 bytes into the eight words at `state`. */
export function digest(): string {
  const f = new WasmFunction('sm3', 'at', 'blocks', 'state')
  const [at, blocks, stateAt] = ['at', 'blocks', 'state'].map((name) => f.parameter(name)) as [string, string, string]
  const state = range(8).map((n) => f.word(`(i32.load offset=${4 * n} ${stateAt})`))
  f.while(blocks, () => {
    const message = range(16).map((n) => f.word(bigEndian(f.word(`(i32.load offset=${4 * n} ${at})`))))
    compress(f, integers, state, message)
    f.set(at, add(at, number(64)))
    f.set(blocks, `(i32.sub ${blocks} ${number(1)})`)
  })
  for (const n of range(8)) f.do(`(i32.store offset=${4 * n} ${stateAt} ${state[n]})`)
  return f.toString()
}

/**
 * `sm3x4(at, stride, blocks, state)` does the same for four messages that start `stride` bytes apart; word n of the four
 * states stands in the vector at `state + 16 * n`.
 */
export function fourDigests(): string {
  const f = new WasmFunction('sm3x4', 'at', 'stride', 'blocks', 'state')
  const [at, stride, blocks, stateAt] = ['at', 'stride', 'blocks', 'state'].map((name) => f.parameter(name)) as [
    string,
    string,
    string,
    string,
  ]
  const state = range(8).map((n) => f.vector(`(v128.load offset=${16 * n} ${stateAt})`))
  const mostSignificantFirst = (lanes: readonly number[]) =>
    lanes.flatMap((lane) => [3, 2, 1, 0].map((i) => 4 * lane + i))
  const inOrder = (lanes: readonly number[]) => lanes.flatMap((lane) => [0, 1, 2, 3].map((i) => 4 * lane + i))
  const shuffle = (lanes: readonly number[], a: Expression, b: Expression) =>
    `(i8x16.shuffle ${lanes.join(' ')} ${a} ${b})`
  f.while(blocks, () => {
    const starts = [at]
    for (const _ of range(3)) starts.push(f.word(add(starts.at(-1)!, stride)))
    const message = range(4).flatMap((quarter) => {
      // Four words of four messages become four vectors of one word each.
      const [m0, m1, m2, m3] = starts.map((start) => f.vector(`(v128.load offset=${16 * quarter} ${start})`)) as [
        string,
        string,
        string,
        string,
      ]
      const [low01, low23] = [[m0, m1] as const, [m2, m3] as const].map(([x, y]) =>
        f.vector(shuffle(mostSignificantFirst([0, 4, 1, 5]), x, y)),
      ) as [string, string]
      const [high01, high23] = [[m0, m1] as const, [m2, m3] as const].map(([x, y]) =>
        f.vector(shuffle(mostSignificantFirst([2, 6, 3, 7]), x, y)),
      ) as [string, string]
      return [
        f.vector(shuffle(inOrder([0, 1, 4, 5]), low01, low23)),
        f.vector(shuffle(inOrder([2, 3, 6, 7]), low01, low23)),
        f.vector(shuffle(inOrder([0, 1, 4, 5]), high01, high23)),
        f.vector(shuffle(inOrder([2, 3, 6, 7]), high01, high23)),
      ]
    })
    compress(f, vectors, state, message)
    f.set(at, add(at, number(64)))
    f.set(blocks, `(i32.sub ${blocks} ${number(1)})`)
  })
  for (const n of range(8)) f.do(`(v128.store offset=${16 * n} ${stateAt} ${state[n]})`)
  return f.toString()
}

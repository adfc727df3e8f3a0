import { range } from './wasm-text.ts'

// The S-box of SM4 (GB/T 32907-2016, clause 6.2) in a form that needs tables of sixteen bytes only.
//
// S(x) = A·inv(A·x ⊕ C) ⊕ C, where A multiplies the byte, seen as eight bits, by the circulant matrix whose first row is
// 0xA7, C is 0xD3, and inv is the inverse in GF(2⁸) modulo x⁸+x⁷+x⁶+x⁵+x⁴+x²+1 with inv(0) = 0.
//
// GF(2⁸) is also GF(2⁴)[t] modulo t² + at + a: an element k + it is a byte whose low nibble is k and whose high nibble is
// i. There, the inverse comes from inverses of nibbles. With j = i ⊕ k, 1/0 = ∞ and ∞ ⊕ anything = ∞,
//   u = 1/(1/i ⊕ a/k) ⊕ j        v = 1/(1/j ⊕ a/k) ⊕ i
// and the inverse is a linear function of 1/u and one of 1/v, added. So every step is a look-up of a nibble.
//
// The whole cipher is computed on bytes X* = T(A·x), T being the change of field: linear steps of the cipher are linear
// on them too, and neither the input of the S-box nor its constants cost anything in the rounds.

const bitsOf = (byte: number) => range(8).filter((i) => (byte >> i) & 1)
const sum = (values: readonly number[]) => values.reduce((a, b) => a ^ b, 0)

/** Product in GF(2)[x] modulo a polynomial of this degree. */
const timesModulo = (modulus: number, degree: number) => (a: number, b: number) => {
  const product = sum(bitsOf(b).map((i) => a << i))
  return range(degree).reduceRight((rest, i) => ((rest >> (degree + i)) & 1 ? rest ^ (modulus << i) : rest), product)
}

// GF(2⁴) modulo x⁴ + x + 1.
const times = timesModulo(0b10011, 4)
const inverse = (x: number) => range(16).find((y) => times(x, y) === 1) ?? 0

// The first a for which t² + at + a has no root.
const a = range(16).find((c) => c > 0 && range(16).every((t) => (times(t, t) ^ times(c, t) ^ c) !== 0)) ?? 0

const timesInTower = (x: number, y: number) => {
  const tSquared = times(x >> 4, y >> 4)
  const constant = times(x & 15, y & 15) ^ times(a, tSquared)
  const linear = times(x & 15, y >> 4) ^ times(x >> 4, y & 15) ^ times(a, tSquared)
  return constant | (linear << 4)
}
const powerInTower = (x: number, n: number): number => (n === 0 ? 1 : timesInTower(x, powerInTower(x, n - 1)))

// T sends x to a root of the polynomial of SM4's field.
const root = range(256).find((x) => x > 1 && sum([8, 7, 6, 5, 4, 2, 0].map((n) => powerInTower(x, n))) === 0) ?? 0
const toTower = (x: number) => sum(bitsOf(x).map((i) => powerInTower(root, i)))

const parity = (x: number) => bitsOf(x).length & 1
const timesA = (x: number) => sum(range(8).map((i) => parity(((0xa7 << i) | (0xa7 >> (8 - i))) & 0xff & x) << i))

/** X* of a byte, and the byte of an X*. */
const represent = (x: number) => toTower(timesA(x))
const represented = range(256).map(represent)
const backFrom = (x: number) => represented.indexOf(x)

export const constant = 0xd3

const aInverse = inverse(a)
/** A·(the inverse) out of 1/u and 1/v, as a byte of the standard. */
const combine = (u: number, v: number) => {
  const linear = times(u, aInverse) ^ times(u ^ v, times(aInverse, aInverse))
  return timesA(range(256).find((x) => toTower(x) === (u | (linear << 4))) ?? 0)
}

const infinity = 0x80
const nibbles = range(16)
/** Of a linear map of bytes: what it gives for the low and for the high nibble. */
const linearMap = (map: (byte: number) => number) => ({
  low: nibbles.map((n) => map(n)),
  high: nibbles.map((n) => map(n << 4)),
})
/** Of a linear map applied to the S-box's output without its constant: what it gives for u and for v. */
const afterInversion = (map: (byte: number) => number) => ({
  u: nibbles.map((n) => map(combine(inverse(n), 0))),
  v: nibbles.map((n) => map(combine(0, inverse(n)))),
})

const shiftedLeft = (b: number) => (b << 2) & 0xff
const rotatedByTwo = (b: number) => shiftedLeft(b) | (b >> 6)

// L(B) = B ⊕ B<<<2 ⊕ B<<<10 ⊕ B<<<18 ⊕ B<<<24 of clause 6.2 b), byte by byte. With b0 … b3 from the byte in question
// towards less significant ones (cyclically), and R = rotation by two within the byte, it is
//   (b0 ⊕ b0<<2) ⊕ R(b1) ⊕ R(b2) ⊕ (b3 ⊕ b3>>6),  and  b3 ⊕ b3>>6 = (b3 ⊕ b3<<2) ⊕ R(b3).
/** Tables of sixteen bytes. */
export const tables = {
  represent: linearMap(represent),
  back: linearMap(backFrom),
  inverse: nibbles.map((n) => (n === 0 ? infinity : inverse(n))),
  aTimesInverse: nibbles.map((n) => (n === 0 ? infinity : times(a, inverse(n)))),
  /** The S-box's output itself, as a byte of the standard. */
  plain: afterInversion((b) => b),
  /** (b ⊕ b<<2)* */
  own: afterInversion((b) => represent(b ^ shiftedLeft(b))),
  /** R(b)* */
  rotated: afterInversion((b) => represent(rotatedByTwo(b))),
}

const rotateLeft = (x: number, n: number) => (x << n) | (x >>> (32 - n))
const repeated = (byte: number) => byte * 0x01010101
const linear = (b: number) => b ^ rotateLeft(b, 2) ^ rotateLeft(b, 10) ^ rotateLeft(b, 18) ^ rotateLeft(b, 24)
/** What the S-box's constant adds to a word in every round, and what its argument is short of: both go into the keys. */
export const constants = { argument: toTower(constant), round: represent(linear(repeated(constant)) & 0xff) }

import { elementSize, fieldPrime, limbBits, limbCount } from './sm2-field-code.ts'
import {
  affineSize,
  assembleCurve,
  type CurveCode,
  curveConstant,
  freeAddress,
  pointSize,
  tableEntries,
} from './sm2-point-code.ts'

// Sums of products of points and numbers, for secret and public numbers alike: the same instructions and addresses in the
// same order whatever the numbers are. Only which points are multiplied, and whether they have a table, decides the time.

/** x and y in 0 … p − 1; both 0 stand for infinity, which is not on the curve. */
export interface Coordinates {
  readonly x: bigint
  readonly y: bigint
}

export interface Product {
  /** 1 … n − 1. */
  scalar: bigint
  /** On the curve and not infinity. */
  point: Coordinates
}

export const curveB = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n
export const curveGenerator: Coordinates = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
}
export const curveOrder = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n

/** Odd digits of four bits. */
const digitCount = 64
const tableSize = tableEntries * pointSize
/** ±1 … ±15 times 16ⁱ·P for every digit i, so that a product needs no doubling. */
const combSize = digitCount * tableEntries * affineSize
const combEntries = digitCount * tableEntries
/** Tables of points without a comb: a sum of more products than this is not needed. */
const looseLimit = 2
/** Combs that are kept beside the generator's, 72 KiB each. */
const combLimit = 16

/** Addresses, one behind the other. */
const layout = (() => {
  let next = freeAddress
  const take = (size: number) => {
    next += size
    return next - size
  }
  return {
    montgomerySquare: take(elementSize),
    plainOne: take(elementSize),
    infinity: take(pointSize),
    sum: take(pointSize),
    picked: take(pointSize),
    twice: take(pointSize),
    inverse: take(elementSize),
    element: take(elementSize),
    powers: take(33 * elementSize),
    loose: take(looseLimit * tableSize),
    combPoints: take(combEntries * pointSize),
    combProducts: take(combEntries * elementSize),
    generatorComb: take(combSize),
    combs: take(combLimit * combSize),
    end: next,
  }
})()

interface Engine extends CurveCode {
  limbs: BigInt64Array
  bytes: Uint8Array
}

let engine: Engine | null = null

/** The code is assembled when it is first needed: a few milliseconds. */
function started(): Engine {
  if (engine !== null) return engine
  const module = new WebAssembly.Module(assembleCurve(Math.ceil(layout.end / 65_536)))
  const code = new WebAssembly.Instance(module).exports as unknown as CurveCode
  engine = { ...code, limbs: new BigInt64Array(code.memory.buffer), bytes: new Uint8Array(code.memory.buffer) }
  writeNumber(engine, layout.montgomerySquare, 2n ** BigInt((4 * limbBits * limbCount) / 2) % fieldPrime)
  writeNumber(engine, layout.plainOne, 1n)
  writeElement(engine, curveConstant, curveB)
  for (const [i, value] of [0n, 1n, 0n].entries()) writeElement(engine, layout.infinity + i * elementSize, value)
  fillComb(engine, layout.generatorComb, curveGenerator)
  return engine
}

const limbMask = (1n << BigInt(limbBits)) - 1n

function writeNumber({ limbs }: Engine, address: number, value: bigint) {
  let rest = value
  for (let i = 0; i < limbCount; i++, rest >>= BigInt(limbBits)) limbs[address / 8 + i] = rest & limbMask
}

function writeElement(code: Engine, address: number, value: bigint) {
  writeNumber(code, address, value)
  code.multiply(address, address, layout.montgomerySquare)
}

function writePoint(code: Engine, address: number, { x, y }: Coordinates) {
  writeElement(code, address, x)
  writeElement(code, address + elementSize, y)
  writeElement(code, address + 2 * elementSize, 1n)
}

function readElement(code: Engine, address: number): bigint {
  code.multiply(layout.element, address, layout.plainOne)
  let value = 0n
  for (let i = limbCount - 1; i >= 0; i--) value = (value << BigInt(limbBits)) + code.limbs[layout.element / 8 + i]!
  const remainder = value % fieldPrime
  return remainder < 0n ? remainder + fieldPrime : remainder
}

/** p − 2 in binary: 31 ones, a zero, 128 ones, 32 zeros, 62 ones, 01. */
const onesInTurn = [
  [1, 1],
  [2, 2],
  [4, 2],
  [4, 4],
  [8, 6],
  [8, 8],
  [16, 14],
  [30, 1],
  [31, 1],
] as const
const tailOfInverse = [
  [33, 32],
  [32, 32],
  [32, 32],
  [32, 32],
  [64, 32],
  [30, 30],
  [2, 1],
] as const

/** Fermat: a⁻¹ = a^(p − 2), and 0 for 0. */
function invert(code: Engine, result: number, element: number) {
  /** a to the number that is so many ones. */
  const ones = (count: number) => layout.powers + count * elementSize
  const append = (to: number, from: number, squarings: number, ending: number) => {
    code.square(to, from)
    for (let i = 1; i < squarings; i++) code.square(to, to)
    code.multiply(to, to, ones(ending))
  }
  code.limbs.copyWithin(ones(1) / 8, element / 8, element / 8 + limbCount)
  for (const [head, tail] of onesInTurn) append(ones(head + tail), ones(head), tail, tail)
  append(result, ones(31), ...tailOfInverse[0])
  for (const [digits, ending] of tailOfInverse.slice(1)) append(result, result, digits, ending)
}

/** P, 3P … 15P. */
function fillTable(code: Engine, table: number) {
  code.double(layout.twice, table)
  for (let entry = 1; entry < tableEntries; entry++)
    code.add(table + entry * pointSize, table + (entry - 1) * pointSize, layout.twice)
}

/** All entries in affine form, with one inversion for all of them. */
function fillComb(code: Engine, comb: number, point: Coordinates) {
  const { combPoints, combProducts, inverse, element } = layout
  const pointAt = (i: number) => combPoints + i * pointSize
  const zAt = (i: number) => pointAt(i) + 2 * elementSize
  const productAt = (i: number) => combProducts + i * elementSize
  writePoint(code, pointAt(0), point)
  for (let i = 0; i < combEntries; i += tableEntries) {
    fillTable(code, pointAt(i))
    if (i + tableEntries === combEntries) break
    code.double(pointAt(i + tableEntries), pointAt(i))
    for (let times = 1; times < 4; times++) code.double(pointAt(i + tableEntries), pointAt(i + tableEntries))
  }
  writeElement(code, productAt(0), 1n)
  for (let i = 1; i < combEntries; i++) code.multiply(productAt(i), productAt(i - 1), zAt(i - 1))
  code.multiply(element, productAt(combEntries - 1), zAt(combEntries - 1))
  invert(code, inverse, element)
  for (let i = combEntries - 1; i >= 0; i--) {
    code.multiply(element, inverse, productAt(i))
    for (const coordinate of [0, elementSize])
      code.multiply(comb + i * affineSize + coordinate, pointAt(i) + coordinate, element)
    code.multiply(inverse, inverse, zAt(i))
  }
}

/** Combs by their point's x, the least recently used first; their place in memory and their y. */
const combs = new Map<bigint, { address: number; y: bigint }>()
/** How often a point without a comb was verified with, the least recent first. */
const verifications = new Map<bigint, number>()
const countedLimit = 256
/** A comb costs as much as it saves in four verifications. */
const verificationsBeforeComb = 4

function combOf({ x, y }: Coordinates): number | null {
  if (x === curveGenerator.x && y === curveGenerator.y) return layout.generatorComb
  const comb = combs.get(x)
  if (comb === undefined || comb.y !== y) return null
  combs.delete(x)
  combs.set(x, comb)
  return comb.address
}

/** Makes products with this point several times faster, until sixteen others were prepared or used since. */
export function prepareMultiples(point: Coordinates): void {
  if (combOf(point) !== null) return
  const [oldest] = combs.keys()
  const replaced = combs.has(point.x) ? point.x : combs.size === combLimit ? oldest : undefined
  const kept = replaced === undefined ? undefined : combs.get(replaced)
  const address = kept?.address ?? layout.combs + combs.size * combSize
  if (replaced !== undefined) combs.delete(replaced)
  fillComb(started(), address, point)
  combs.set(point.x, { address, y: point.y })
}

/** Prepares a public key that verifies again and again, such as an authority's. */
export function countVerification(point: Coordinates): void {
  if (combOf(point) !== null) return
  const count = (verifications.get(point.x) ?? 0) + 1
  verifications.delete(point.x)
  if (count > verificationsBeforeComb) {
    prepareMultiples(point)
    return
  }
  verifications.set(point.x, count)
  const [oldest] = verifications.keys()
  if (verifications.size > countedLimit && oldest !== undefined) verifications.delete(oldest)
}

/**
 * Sixty-four odd digits, Σ dᵢ·16ⁱ = k for odd k; for even k those of −(n − k). The window of five bits above 2⁴ⁱ, its lowest
 * set, less 16, is a digit, and the highest keeps the rest.
 */
function digitsOf(scalar: bigint): Int8Array {
  const isEven = Number(scalar & 1n) ^ 1
  const odd = [scalar, curveOrder - scalar][isEven]!
  // What does not fit a word falls away.
  const words = BigUint64Array.of(odd, odd >> 64n, odd >> 128n, odd >> 192n)
  const bytes = new Uint8Array(words.buffer)
  const window = (i: number) => (bytes[i >> 1]! >> (4 * (i & 1))) & 15
  const digits = new Int8Array(digitCount)
  for (let i = 0; i < digitCount - 1; i++) digits[i] = (window(i) | 1) + 16 * (window(i + 1) & 1) - 16
  digits[digitCount - 1] = window(digitCount - 1) | 1
  for (let i = 0; i < digitCount; i++) digits[i] = digits[i]! * (1 - 2 * isEven)
  bytes.fill(0)
  return digits
}

/** Σ scalar·point; x = y = 0 when that is infinity. At most two of the points may be without a comb. */
export function sumOfProducts(products: readonly Product[]): Coordinates {
  const code = started()
  const terms = products.map(({ scalar, point }) => ({ digits: digitsOf(scalar), point, comb: combOf(point) }))
  const loose = terms.filter(({ comb }) => comb === null)
  if (loose.length > looseLimit) throw new RangeError('too many points in a sum')
  for (const [i, { point }] of loose.entries()) {
    writePoint(code, layout.loose + i * tableSize, point)
    fillTable(code, layout.loose + i * tableSize)
  }
  const { sum, picked } = layout
  writeInfinity(code, sum)
  // The sums on the way to one product are odd multiples of its point below the order, and never infinity.
  const double = loose.length === 1 ? code.doubleFinite : code.double
  for (let i = digitCount - 1; i >= 0 && loose.length > 0; i--) {
    for (let times = 0; times < 4 && i < digitCount - 1; times++) double(sum, sum)
    for (const [term, { digits }] of loose.entries()) {
      code.select(picked, layout.loose + term * tableSize, digits[i]!)
      code.add(sum, sum, picked)
    }
  }
  for (const { comb, digits } of terms) {
    if (comb === null) continue
    for (let i = 0; i < digitCount; i++) {
      code.selectAffine(picked, comb + i * tableEntries * affineSize, digits[i]!)
      code.addAffine(sum, sum, picked)
    }
  }
  const result = affineOf(code, sum)
  for (const { digits } of terms) digits.fill(0)
  wipe(code)
  return result
}

/** The sum of two points, either of which may be infinity. */
export function sumOfPoints(left: Coordinates, right: Coordinates): Coordinates {
  const code = started()
  for (const [address, point] of [
    [layout.sum, left],
    [layout.picked, right],
  ] as const)
    if (isInfinite(point)) writeInfinity(code, address)
    else writePoint(code, address, point)
  code.add(layout.sum, layout.sum, layout.picked)
  const result = affineOf(code, layout.sum)
  wipe(code)
  return result
}

export const isInfinite = ({ x, y }: Coordinates): boolean => x === 0n && y === 0n

function writeInfinity(code: Engine, address: number) {
  code.limbs.copyWithin(address / 8, layout.infinity / 8, (layout.infinity + pointSize) / 8)
}

function affineOf(code: Engine, address: number): Coordinates {
  invert(code, layout.inverse, address + 2 * elementSize)
  for (const coordinate of [0, elementSize]) code.multiply(address + coordinate, address + coordinate, layout.inverse)
  return { x: readElement(code, address), y: readElement(code, address + elementSize) }
}

/** Intermediate points would tell a scalar to whoever reads the memory later. */
function wipe({ bytes }: Engine) {
  bytes.fill(0, elementSize, freeAddress)
  bytes.fill(0, layout.sum, layout.combPoints)
}

import {
  type Code,
  call,
  int,
  load,
  localGet,
  localSet,
  localTee,
  long,
  op,
  store,
  type WasmFunction,
} from './wasm-code.ts'

// Arithmetic modulo p = 2²⁵⁶ − 2²²⁴ − 2⁹⁶ + 2⁶⁴ − 1, the field of SM2, as WebAssembly without branches and without
// addresses that depend on values.
//
// An element is nine signed limbs of 29 bits, a = Σ aᵢ·2²⁹ⁱ, each in an i64, of Montgomery's form a·R with R = 2²⁶¹. Limbs and
// values may stray: sums are made limb by limb with no carry, and the bounds below say when that must be put in order.

export const limbCount = 9
export const limbBits = 29
/** Bytes of an element in memory. */
export const elementSize = limbCount * 8

const limbs = Array.from({ length: limbCount }, (_, i) => i)

/** The indices of the functions that every program calls. */
const multiplyIndex = 0
const squareIndex = 1
const sumIndex = 2
const differenceIndex = 3

export const fieldPrime = 2n ** 256n - 2n ** 224n - 2n ** 96n + 2n ** 64n - 1n

/**
 * How far an element may have strayed: each |limb| ≤ limb·2²⁸ and |value| < value·p. A product of limbs is summed nine
 * times and must stay below 2⁶³, with room for the reduction: the limbs' product may reach 14.
 */
interface Bounds {
  limb: number
  value: number
}

const limbProduct = 14
/** What a reduction makes of a sum of products: values below 16·p keep the last limb within 2²⁸, so that one bound serves all. */
const valueOfProducts = (...products: readonly (readonly [Bounds, Bounds])[]) =>
  products.reduce((total, [left, right]) => total + (left.value * right.value) / 31, 1)
const largestProduct = 4
const reduced: Bounds = { limb: 1, value: 1.01 }
/** What every caller passes: sums in order and products of what is in order. */
const passed: Bounds = { limb: 1, value: 1.3 }

/** r = a·b·R⁻¹: locals r, a, b, then the limbs of a, those of b, the quotient, the steps and the sum. */
function multiplication(name: string, columnOf: (k: number) => Code, operands: number): WasmFunction {
  const parameters = operands + 1
  const quotient = (k: number) => parameters + operands * limbCount + (k % 2)
  const step = (k: number) => quotient(0) + 2 + k
  const sum = step(limbCount) + 1
  const carry = sum + 1
  const loads = Array.from({ length: operands }, (_, operand) =>
    limbs.flatMap((i) => [...localGet(1 + operand), ...load(8 * i), ...localSet(parameters + operand * limbCount + i)]),
  ).flat()
  const body = [...loads, ...long(0), ...localSet(carry)]
  // Column by column. p = (2⁶⁴ − 2²²⁴)·(1 − 2³²) − 1 ≡ −1 modulo 2²⁹, so the quotient of a column is its own low limb. Of q·p,
  // −q is taken away by passing over the low limb; the steps qₖ − 2³·qₖ₋₁, which are q·(1 − 2³²), wait for their two columns.
  for (let k = 0; k < 2 * limbCount - 1; k++) {
    body.push(...localGet(carry), ...columnOf(k), op.add)
    for (const { distance, shift, operation } of primeTerms) {
      if (k - distance < 0 || k - distance > limbCount) continue
      body.push(...localGet(step(k - distance)), ...long(shift), op.shiftLeft, operation)
    }
    body.push(...localSet(sum))
    if (k < limbCount) {
      body.push(...localGet(sum), ...long(2 ** limbBits - 1), op.and, ...localSet(quotient(k)))
      body.push(...localGet(sum), ...long(limbBits), op.shiftRight, ...localSet(carry))
    } else {
      body.push(...localGet(0), ...localGet(sum), ...splitOff(sum, carry), ...store(8 * (k - limbCount)))
    }
    if (k > limbCount) continue
    body.push(...(k < limbCount ? localGet(quotient(k)) : long(0)))
    if (k > 0) body.push(...localGet(quotient(k - 1)), ...long(3), op.shiftLeft, op.subtract)
    body.push(...localSet(step(k)))
  }
  body.push(...localGet(0), ...localGet(carry), ...store(8 * (limbCount - 1)))
  return { name, parameters, longs: carry + 1 - parameters, body }
}

/** 2⁶⁴ = 2⁶ in the second limb, 2²²⁴ = 2²¹ in the seventh, relative to the column of the quotient. */
const primeTerms = [
  { distance: 2, shift: 6, operation: op.add },
  { distance: 7, shift: 21, operation: op.subtract },
]

/** With `local` on the stack: leaves it in −2²⁸ … 2²⁸ − 1 and what goes to the next limb in `carry`. */
function splitOff(local: number, carry: number): Code {
  const next = [...localGet(local), ...long(2 ** (limbBits - 1)), op.add, ...long(limbBits), op.shiftRight]
  return [...next, ...localTee(carry), ...long(limbBits), op.shiftLeft, op.subtract]
}

const timesLimb = (left: number, right: number): Code => [...localGet(left), ...localGet(right), op.multiply]

/** Σ aᵢ·bⱼ with i + j = k; the limbs of a begin at a local, those of b follow. */
function productColumn(k: number, a: number): Code {
  const b = a + limbCount
  return limbs
    .filter((i) => k - i >= 0 && k - i < limbCount)
    .flatMap((i, n) => [...timesLimb(a + i, b + k - i), ...(n === 0 ? [] : [op.add])])
}

/** 2·Σ aᵢ·aⱼ over i < j, and the square in the middle. */
function squareColumn(k: number): Code {
  const a = 2
  const pairs = limbs.filter((i) => k - i > i && k - i < limbCount)
  const twice = pairs.flatMap((i, n) => [...timesLimb(a + i, a + k - i), ...(n === 0 ? [] : [op.add])])
  const doubled = pairs.length === 0 ? [] : [...twice, ...long(1), op.shiftLeft]
  if (k % 2 === 1) return doubled
  return [...doubled, ...timesLimb(a + k / 2, a + k / 2), ...(pairs.length === 0 ? [] : [op.add])]
}

/** a·b and c·d, which share one reduction. */
const twoColumns = (k: number, operation: number): Code => [
  ...productColumn(k, 5),
  ...productColumn(k, 5 + 2 * limbCount),
  operation,
]

/**
 * Every module of the field begins with these: `multiply(r, a, b)`, `square(r, a)`, and of a·b and c·d the sum and the
 * difference, `(r, a, b, c, d)`; r may be one of the others.
 */
export const fieldFunctions = (): WasmFunction[] => [
  multiplication('multiply', (k) => productColumn(k, 3), 2),
  multiplication('square', squareColumn, 1),
  multiplication('sumOfTwo', (k) => twoColumns(k, op.add), 4),
  multiplication('differenceOfTwo', (k) => twoColumns(k, op.subtract), 4),
]

/** An element in memory: at a fixed address, or so many bytes behind the address in a parameter. */
interface Place {
  parameter: number | null
  offset: number
}

interface Element extends Bounds {
  place: Place
}

/** A sum with small whole factors that has not been computed yet. */
export type Sum = readonly { factor: number; element: Element }[]

/** Multiplies a sum by a small number. */
export const times = (small: number, sum: Sum): Sum =>
  sum.map(({ factor, element }) => ({ factor: small * factor, element }))
export const plus = (...sums: readonly Sum[]): Sum => sums.flat()
export const minus = (left: Sum, ...rest: readonly Sum[]): Sum => [...left, ...rest.flatMap((sum) => times(-1, sum))]

/**
 * Writes one function as formulas over the field. It keeps the bounds of everything and puts an operand in order exactly
 * where a product could otherwise overflow: that no overflow can happen is checked while the code is made.
 */
export function createFieldProgram(
  name: string,
  { parameters, scratch }: { parameters: number; scratch: { from: number; to: number } },
) {
  const body: number[] = []
  const carry = parameters + limbCount
  let nextTemporary = scratch.from

  const temporary = (): Place => {
    nextTemporary += elementSize
    if (nextTemporary > scratch.to) throw new RangeError('too many temporary elements')
    return { parameter: null, offset: nextTemporary - elementSize }
  }
  const address = ({ parameter, offset }: Place): Code =>
    parameter === null ? int(offset) : [...localGet(parameter), ...int(offset), op.intAdd]

  const limbOf = (sum: Sum, i: number): Code =>
    sum.flatMap(({ factor, element: { place } }, n) => {
      const limb = [...(place.parameter === null ? int(0) : localGet(place.parameter)), ...load(place.offset + 8 * i)]
      const scaled = Math.abs(factor) === 1 ? limb : [...limb, ...long(Math.abs(factor)), op.multiply]
      if (n === 0) return factor < 0 ? [...long(0), ...scaled, op.subtract] : scaled
      return [...scaled, factor < 0 ? op.subtract : op.add]
    })

  const storeLimb = ({ parameter, offset }: Place, i: number, value: Code) =>
    body.push(...(parameter === null ? int(0) : localGet(parameter)), ...value, ...store(offset + 8 * i))

  const boundsOf = (sum: Sum): Bounds => ({
    limb: sum.reduce((total, { factor, element }) => total + Math.abs(factor) * element.limb, 0),
    value: sum.reduce((total, { factor, element }) => total + Math.abs(factor) * element.value, 0),
  })

  /** Computes a sum limb by limb. */
  const compute = (sum: Sum, place: Place): Element => {
    for (const i of limbs) storeLimb(place, i, limbOf(sum, i))
    return { place, ...boundsOf(sum) }
  }

  /** Computes a sum, folds what exceeds 2²⁵⁶ by 2²⁵⁶ ≡ 2²²⁴ + 2⁹⁶ − 2⁶⁴ + 1, and carries. */
  const computeReduced = (sum: Sum, place: Place): Element => {
    if (boundsOf(sum).limb > 64) throw new RangeError('a sum of too many terms')
    const local = (i: number) => parameters + i
    for (const i of limbs) body.push(...limbOf(sum, i), ...localSet(local(i)))
    const last = local(limbCount - 1)
    body.push(...localGet(last), ...long(24), op.shiftRight, ...localSet(carry))
    body.push(...localGet(last), ...localGet(carry), ...long(24), op.shiftLeft, op.subtract, ...localSet(last))
    const fold = (i: number, shift: number, operation: number) =>
      body.push(
        ...localGet(local(i)),
        ...localGet(carry),
        ...long(shift),
        op.shiftLeft,
        operation,
        ...localSet(local(i)),
      )
    fold(0, 0, op.add)
    fold(2, 6, op.subtract)
    fold(3, 9, op.add)
    fold(7, 21, op.add)
    for (const i of limbs.slice(0, -1)) {
      storeLimb(place, i, [...localGet(local(i)), ...splitOff(local(i), carry)])
      body.push(...localGet(local(i + 1)), ...localGet(carry), op.add, ...localSet(local(i + 1)))
    }
    storeLimb(place, limbCount - 1, localGet(last))
    return { place, ...reduced }
  }

  const isPlain = (sum: Sum) => sum.length === 1 && sum[0]!.factor === 1
  const single = (element: Element): Sum => [{ factor: 1, element }]

  /** What was computed of a sum before, so that an operand of two products is computed once. */
  const known = { asItIs: new Map<Sum, Element>(), inOrder: new Map<Sum, Element>() }
  const operand = (sum: Sum, mustReduce: boolean): Element => {
    if (isPlain(sum) && !mustReduce) return sum[0]!.element
    const inOrder = known.inOrder.get(sum)
    if (inOrder !== undefined) return inOrder
    const elements = mustReduce ? known.inOrder : known.asItIs
    const element = elements.get(sum) ?? (mustReduce ? computeReduced : compute)(sum, temporary())
    elements.set(sum, element)
    return element
  }

  const called = (index: number, products: readonly (readonly [Element, Element])[]): Sum => {
    const place = temporary()
    const operands = index === squareIndex ? [products[0]![0]] : products.flat()
    body.push(...address(place), ...operands.flatMap((element) => address(element.place)), ...call(index))
    return single({ place, limb: 1, value: valueOfProducts(...products) })
  }

  /** Whether as many products can be summed without an overflow. */
  const canSum = (summed: number, one: Bounds, other: Bounds) =>
    one.limb * other.limb <= limbProduct / summed && valueOfProducts([one, other]) - 1 < (largestProduct - 1) / summed

  /** Both factors of a product, in order where it, or as many as are summed, could otherwise overflow. */
  const factors = (left: Sum, right: Sum, summed = 1): [Element, Element] => {
    const fits = (one: Bounds, other: Bounds) => canSum(summed, one, other)
    let [a, b] = [boundsOf(left), boundsOf(right)]
    const mustReduceLeft = !fits(a, b) && (a.limb >= b.limb || !fits(a, reduced))
    if (mustReduceLeft) a = reduced
    const mustReduceRight = !fits(a, b)
    if (mustReduceRight) b = reduced
    return [operand(left, mustReduceLeft), operand(right, mustReduceRight)]
  }

  return {
    /** The element at an address or behind a parameter's address. */
    element: (place: Place): Sum => single({ place, ...passed }),

    multiply: (left: Sum, right: Sum): Sum => called(multiplyIndex, [factors(left, right)]),

    square(sum: Sum): Sum {
      const bounds = boundsOf(sum)
      const element = operand(sum, !canSum(1, bounds, bounds))
      return called(squareIndex, [[element, element]])
    },

    /** a·b + c·d. */
    sumOfTwo: ([a, b]: readonly [Sum, Sum], [c, d]: readonly [Sum, Sum]): Sum =>
      called(sumIndex, [factors(a, b, 2), factors(c, d, 2)]),

    /** a·b − c·d. */
    differenceOfTwo: ([a, b]: readonly [Sum, Sum], [c, d]: readonly [Sum, Sum]): Sum =>
      called(differenceIndex, [factors(a, b, 2), factors(c, d, 2)]),

    /** Computes the sum and stores it, in order. */
    put(place: Place, sum: Sum) {
      const { limb, value } = boundsOf(sum)
      const isInOrder = isPlain(sum) && limb <= passed.limb && value <= passed.value
      if (isInOrder) compute(sum, place)
      else computeReduced(sum, place)
    },

    end: (): WasmFunction => ({ name, parameters, longs: limbCount + 1, body }),
  }
}

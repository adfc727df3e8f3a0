import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generator, order, Sm2Point } from '../../src/domain/sm/sm2-curve.ts'
import { curveB, curveGenerator } from '../../src/domain/sm/sm2-engine.ts'
import { fieldPrime } from '../../src/domain/sm/sm2-field-code.ts'

const Judge = weierstrass({
  p: fieldPrime,
  a: fieldPrime - 3n,
  b: curveB,
  n: order,
  h: 1n,
  Gx: curveGenerator.x,
  Gy: curveGenerator.y,
})

const judged = (scalar: bigint) => Judge.BASE.multiplyUnsafe(scalar).toAffine()
const plain = ({ x, y }: { x: bigint; y: bigint }) => ({ x, y })
const anyScalar = fc.bigInt(1n, order - 1n)
const middle = 0xf0f0f0f0f0f0f0f00000000000000000ffffffffffffffff8000000000000001n
/** The ends, where windows of digits carry or end, and what the table itself holds. */
const edges = [...Array.from({ length: 34 }, (_, i) => BigInt(i + 1)), middle, order / 2n, (order + 1n) / 2n]
const scalars = [...edges, ...edges.map((scalar) => order - scalar)]

describe('products are those of another implementation', () => {
  test('of the generator', () => {
    expect(scalars.map((scalar) => plain(generator.multiply(scalar)))).toEqual(scalars.map(judged))
  })

  test('of a point that was never seen before', () => {
    const point = generator.multiply(middle)
    const field = Judge.Fn
    expect(scalars.map((scalar) => plain(point.multiply(scalar)))).toEqual(
      scalars.map((scalar) => judged(field.mul(scalar, middle))),
    )
  })

  test('of random points and numbers, with and without a table', () => {
    fc.assert(
      fc.property(anyScalar, anyScalar, fc.boolean(), (key, scalar, isPrepared) => {
        const point = generator.multiply(key)
        if (isPrepared) point.precompute()
        expect(plain(point.multiply(scalar))).toEqual(judged(Judge.Fn.mul(key, scalar)))
      }),
      { numRuns: 20 },
    )
  })

  test('and sums of two, also of equal and opposite points and of numbers that are zero', () => {
    const key = fc.oneof(anyScalar, fc.constantFrom(1n, 2n, order - 1n))
    const scalar = fc.oneof(anyScalar, fc.constantFrom(0n, 1n, 15n, order - 1n))
    fc.assert(
      fc.property(key, key, scalar, scalar, (first, second, s, t) => {
        const sum = Sm2Point.sumOfPublicProducts([
          { scalar: s, point: generator.multiply(first) },
          { scalar: t, point: generator.multiply(second) },
        ])
        const field = Judge.Fn
        expect(plain(sum)).toEqual(judged(field.add(field.mul(first, s), field.mul(second, t))))
      }),
      { numRuns: 40 },
    )
  })
})

test('sums of points hold for equal, opposite and infinite ones', () => {
  const double = generator.multiply(2n)
  const infinity = generator.subtract(generator)
  expect([
    generator.add(generator).equals(double),
    generator.subtract(generator).is0(),
    infinity.add(generator).equals(generator),
    generator.add(infinity).equals(generator),
    infinity.add(infinity).is0(),
    double.subtract(generator).equals(generator),
  ]).toEqual([true, true, true, true, true, true])
})

test('more points than there are tables for are multiplied rightly, in any order', () => {
  const points = Array.from({ length: 20 }, (_, i) => generator.multiply(BigInt(i + 2)))
  const twice = [...points, ...points.map((point) => point.negate()), ...points]
  for (const point of twice) point.precompute()
  const sevenfold = points.map((point) => plain(point.multiply(7n)))
  expect(sevenfold).toEqual(points.map((_, i) => judged(BigInt(7 * (i + 2)))))
})

test('a point counts as equal only when both coordinates are', () => {
  expect([generator.equals(generator.negate()), generator.equals(generator)]).toEqual([false, true])
})

test.each([0n, order, order + 1n, -1n])('a number outside 1 … n − 1 multiplies nothing: %s', (scalar) => {
  expect(() => generator.multiply(scalar)).toThrow(RangeError)
})

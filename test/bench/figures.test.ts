import { expect, test } from 'vitest'
import { type Figure, figureOf, isReached, jsonOf, median, tableOf } from '../../scripts/figures.ts'

const figure: Figure = { name: 'SM3, MB/s', ours: 90, theirs: 150, ratio: 0.6, target: 0.6 }

test('the median is the middle of an odd number of values and the mean of the two middle ones of an even number', () => {
  expect([median([9, 1, 5]), median([10, 2, 4, 1]), median([7])]).toEqual([5, 3, 7])
})

test('a median of nothing is refused', () => {
  expect(() => median([])).toThrow(RangeError)
})

test('of what is better when bigger, ours stands above theirs', () => {
  const made = figureOf({ name: 'x', ours: [30, 10, 20], theirs: [8, 8, 80], target: 2, better: 'more' })
  expect(made).toEqual({ name: 'x', ours: 20, theirs: 8, ratio: 2.5, target: 2 })
})

test('of milliseconds, theirs stands above ours, so that a bigger ratio is always better', () => {
  const made = figureOf({ name: 'x', ours: [20, 30, 25], theirs: [60], target: 1, better: 'less' })
  expect(made).toEqual({ name: 'x', ours: 25, theirs: 60, ratio: 2.4, target: 1 })
})

test('a target is reached by the very ratio and missed below it', () => {
  expect([isReached(figure), isReached({ ...figure, ratio: 0.599 })]).toEqual([true, false])
})

test('as data, every figure is one object with exactly its five members', () => {
  expect(JSON.parse(jsonOf([figure, { ...figure, name: 'other' }]))).toEqual([figure, { ...figure, name: 'other' }])
})

test('as a table, every figure says whether it was reached', () => {
  expect(
    tableOf([figure, { ...figure, ratio: 0.4567 }])
      .split('\n')
      .slice(2, 4),
  ).toEqual(['| SM3, MB/s | 90 | 150 | 0.6 | 0.6 | yes |', '| SM3, MB/s | 90 | 150 | 0.457 | 0.6 | **no** |'])
})

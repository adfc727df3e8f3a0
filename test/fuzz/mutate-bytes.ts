import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import type { Dice } from './dice.ts'

/** Makes another input out of a valid one; `other` is a second valid one, of the same format. */
export type Mutation = (input: Uint8Array, dice: Dice, other: Uint8Array) => Uint8Array

/** No mutation makes an input longer than this: what grows with its input is the business of the memory test. */
export const longestInput = 0x20000

const extremeBytes = [0, 1, 0x1f, 0x20, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xfe, 0xff]
const extremeNumbers = [0n, 1n, 0x7fn, 0x80n, 0xffffn, 0x7fffffffn, 0x80000000n, 0xffffffffn, 2n ** 53n, 2n ** 64n - 1n]
const writtenNumbers = [
  '0',
  '-1',
  '1e400',
  '65536',
  '4294967295',
  '9007199254740993',
  '99999999999999999999',
  '0.5',
  '',
]
const brackets: readonly [string, string][] = [
  ['[', ']'],
  ['<<', '>>'],
  ['(', ')'],
  ['{"a":', '}'],
  ['"', '"'],
]

const place = (input: Uint8Array, dice: Dice) => dice.below(input.length + 1)

function span(input: Uint8Array, dice: Dice, longest = 64): [start: number, end: number] {
  const start = place(input, dice)
  return [start, Math.min(input.length, start + 1 + dice.below(longest))]
}

const replaced = (input: Uint8Array, start: number, end: number, ...parts: readonly Uint8Array[]) =>
  concatBytes(input.subarray(0, start), ...parts, input.subarray(end))

const flipBit: Mutation = (input, dice) => {
  const changed = input.slice()
  if (changed.length > 0) changed[dice.below(changed.length)]! ^= 1 << dice.below(8)
  return changed
}

const setByte: Mutation = (input, dice) => {
  const changed = input.slice()
  if (changed.length > 0) changed[dice.below(changed.length)] = dice.pick(extremeBytes)
  return changed
}

const truncate: Mutation = (input, dice) => {
  const at = place(input, dice)
  return dice.below(4) === 0 ? input.slice(at) : input.slice(0, at)
}

const insert: Mutation = (input, dice) => {
  const at = place(input, dice)
  return replaced(input, at, at, dice.bytes(1 + dice.below(16)))
}

const remove: Mutation = (input, dice) => replaced(input, ...span(input, dice))

const duplicate: Mutation = (input, dice) => {
  const [start, end] = span(input, dice, 512)
  const copies = Math.min(
    dice.pick([1, 1, 1, 1, 1, 2, 2, 10, 10, 1000]),
    Math.ceil(longestInput / 4 / Math.max(1, end - start)),
  )
  return replaced(input, end, end, ...Array.from({ length: copies }, () => input.subarray(start, end)))
}

const move: Mutation = (input, dice) => {
  const [start, end] = span(input, dice, 128)
  const cut = input.slice(start, end)
  const rest = replaced(input, start, end)
  const at = place(rest, dice)
  return replaced(rest, at, at, cut)
}

/** The beginning of one valid input with the end of another. */
const splice: Mutation = (input, dice, other) =>
  concatBytes(input.subarray(0, place(input, dice)), other.subarray(place(other, dice)))

/** A part of another valid input in the place of as many bytes of this one. */
const transplant: Mutation = (input, dice, other) => {
  const [start, end] = span(other, dice, 256)
  const at = place(input, dice)
  return replaced(input, at, Math.min(input.length, at + end - start), other.subarray(start, end))
}

/** A length, count or offset in any of the ways that formats write them, set to where arithmetic goes wrong. */
const setNumber: Mutation = (input, dice) => {
  const size = dice.pick([1, 2, 4, 8])
  if (input.length < size) return input
  const changed = input.slice()
  const at = dice.below(input.length - size + 1)
  const isLittleEndian = dice.below(2) === 0
  const value = dice.pick([...extremeNumbers, BigInt(input.length), BigInt(input.length + 1)])
  for (let i = 0; i < size; i++)
    changed[at + (isLittleEndian ? i : size - 1 - i)] = Number((value >> BigInt(8 * i)) & 0xffn)
  return changed
}

/** A number that stands in letters, set to where arithmetic goes wrong. */
const setWrittenNumber: Mutation = (input, dice) => {
  const from = place(input, dice)
  const isDigit = (at: number) => input[at]! >= 0x30 && input[at]! <= 0x39
  let start = from
  while (start < input.length && !isDigit(start)) start++
  let end = start
  while (end < input.length && isDigit(end)) end++
  const digits = dice.pick(writtenNumbers)
  // As often as not in as many letters, so that what follows stays where it was.
  const written = dice.below(2) === 0 ? digits : digits.padStart(end - start, '0').slice(0, end - start)
  return replaced(input, start, end, utf8Bytes(written))
}

/** Brackets in brackets, closed or not, in front of what stood there. */
const nest: Mutation = (input, dice) => {
  const depth = dice.pick([1, 1, 2, 2, 33, 33, 65, 65, 500, 5000])
  const [open, close] = dice.pick(brackets)
  const [start, end] = span(input, dice, 32)
  const closing = dice.below(2) === 0 ? close.repeat(depth) : ''
  return replaced(input, start, end, utf8Bytes(open.repeat(depth)), input.subarray(start, end), utf8Bytes(closing))
}

/** What can be done to any format without knowing it. */
export const byteMutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  truncate,
  insert,
  remove,
  duplicate,
  move,
  splice,
  transplant,
  setNumber,
  setWrittenNumber,
  nest,
]

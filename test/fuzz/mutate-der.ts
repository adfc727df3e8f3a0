import * as der from '../../src/domain/asn1/write-der.ts'
import { concatBytes } from '../../src/domain/bytes.ts'
import type { Dice } from './dice.ts'
import { longestInput, type Mutation } from './mutate-bytes.ts'

/** Where one element of a row stands. */
interface Span {
  start: number
  /** Where what is inside begins: behind the unused bits of a BIT STRING. */
  inside: number
  end: number
}

/** The elements of a row; null when it is not a row of elements. */
function spansOf(row: Uint8Array): Span[] | null {
  const spans: Span[] = []
  for (let start = 0; start < row.length; ) {
    const first = row[start + 1]
    if (first === undefined || first === 0x80 || first > 0x83 || (row[start]! & 0x1f) === 0x1f) return null
    const octets = first < 0x80 ? 0 : first & 0x7f
    let length = octets === 0 ? first : 0
    for (let i = 0; i < octets; i++) length = length * 256 + (row[start + 2 + i] ?? 0)
    const content = start + 2 + octets
    if (content + length > row.length) return null
    spans.push({ start, inside: row[start] === 0x03 ? content + 1 : content, end: content + length })
    start = content + length
  }
  return spans
}

/** Whether an element holds others: by its identifier, or because its octets begin like a SEQUENCE. */
function isContainer(row: Uint8Array, { start, inside, end }: Span): boolean {
  const identifier = row[start]!
  return (
    inside < end &&
    ((identifier & 0x20) !== 0 || ((identifier === 0x03 || identifier === 0x04) && row[inside] === 0x30))
  )
}

const identifiers = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0xa0, 0xa3, 0x3f,
]
const contents: readonly Uint8Array[] = [
  new Uint8Array(0),
  Uint8Array.of(0),
  Uint8Array.of(0xff),
  Uint8Array.of(0, 0xff),
  new Uint8Array(64).fill(0xff),
  new Uint8Array(2000),
]

/** Changes an element somewhere in a row and corrects the lengths around it, so that a reader comes as far as that. */
function changeRow(row: Uint8Array, dice: Dice, other: Uint8Array): Uint8Array {
  const spans = spansOf(row)
  if (spans === null || spans.length === 0) return row
  const at = dice.below(row.length)
  const span = dice.below(2) === 0 ? dice.pick(spans) : spans.find(({ end }) => at < end)!
  const { start, inside, end } = span
  const parts =
    isContainer(row, span) && dice.below(5) > 0
      ? [der.element(row[start]!, leadOf(row, span), changeRow(row.subarray(inside, end), dice, other))]
      : changedElement(row, span, dice, other)
  return concatBytes(row.subarray(0, start), ...parts, row.subarray(end))
}

const leadOf = (row: Uint8Array, { start, inside }: Span) =>
  row[start] === 0x03 ? row.subarray(inside - 1, inside) : new Uint8Array(0)

/** What stands in the place of an element. */
function changedElement(row: Uint8Array, span: Span, dice: Dice, other: Uint8Array): Uint8Array[] {
  const whole = row.subarray(span.start, span.end)
  const content = row.subarray(span.inside, span.end)
  const identifier = row[span.start]!
  switch (dice.below(8)) {
    case 0:
      return []
    case 1:
      return Array<Uint8Array>(dice.pick([2, 2, 2, 2, 2, 3, 40, 300])).fill(whole)
    case 2:
      return [der.element(identifier, dice.pick(contents))]
    case 3:
      return [der.element(identifier, dice.bytes(dice.below(40)))]
    case 4:
      return [der.element(dice.pick(identifiers), leadOf(row, span), content)]
    case 5:
      return [nested(whole, dice.pick([1, 1, 2, 2, 31, 33, 100]))]
    case 6:
      return [elementOf(other, dice)]
    default:
      return [der.element(identifier, leadOf(row, span), flipped(content, dice))]
  }
}

function nested(element: Uint8Array, depth: number): Uint8Array {
  let outer = element
  for (let i = 0; i < depth; i++) outer = der.sequence(outer)
  return outer
}

function flipped(content: Uint8Array, dice: Dice): Uint8Array {
  const changed = content.slice()
  if (changed.length > 0) changed[dice.below(changed.length)]! ^= 1 << dice.below(8)
  return changed
}

/** Any element of a structure. */
function elementOf(row: Uint8Array, dice: Dice): Uint8Array {
  const spans = spansOf(row)
  if (spans === null || spans.length === 0) return row
  const span = dice.pick(spans)
  return isContainer(row, span) && dice.below(4) > 0
    ? elementOf(row.subarray(span.inside, span.end), dice)
    : row.subarray(span.start, span.end)
}

/** What can be done to DER by somebody who knows it. */
export const derMutations: readonly Mutation[] = [
  (input, dice, other) => {
    const changed = changeRow(input, dice, other)
    return changed.length > longestInput ? input : changed
  },
]

import type { Dice } from './dice.ts'
import { longestInput, type Mutation } from './mutate-bytes.ts'

/** One element, taken apart as far as it can be. Strings of octets and bits that hold an element are taken apart too. */
interface Node {
  identifier: number
  /** What stands before the inner elements: the unused bits of a BIT STRING. */
  lead: Uint8Array
  inner: Node[] | null
  content: Uint8Array
}

/** The elements of the input; null when it is not a row of elements. */
function takeApart(input: Uint8Array, depth = 0): Node[] | null {
  const nodes: Node[] = []
  for (let at = 0; at < input.length; ) {
    const identifier = input[at]!
    const first = input[at + 1]
    if (first === undefined || (identifier & 0x1f) === 0x1f || depth > 20) return null
    const octets = first < 0x80 ? 0 : first & 0x7f
    if (octets > 3 || first === 0x80) return null
    let length = octets === 0 ? first : 0
    for (let i = 0; i < octets; i++) length = length * 256 + (input[at + 2 + i] ?? 0)
    const start = at + 2 + octets
    if (start + length > input.length) return null
    nodes.push(nodeOf(identifier, input.subarray(start, start + length), depth))
    at = start + length
  }
  return nodes
}

function nodeOf(identifier: number, content: Uint8Array, depth: number): Node {
  const leadLength = identifier === 0x03 ? 1 : 0
  const isContainer = (identifier & 0x20) !== 0 || identifier === 0x04 || identifier === 0x03
  const isPlausible = (identifier & 0x20) !== 0 || content[leadLength] === 0x30
  const inner = isContainer && isPlausible ? takeApart(content.subarray(leadLength), depth + 1) : null
  return { identifier, lead: content.subarray(0, leadLength), inner, content }
}

/** Encodes a row of elements in one array: with one array for each, the work would grow with the square of the depth. */
function putTogether(nodes: readonly Node[]): Uint8Array {
  const sizes = new Map<Node, number>()
  const output = new Uint8Array(nodes.reduce((total, node) => total + measure(node, sizes), 0))
  let at = 0
  const write = (node: Node): void => {
    const size = sizes.get(node)!
    output[at++] = node.identifier
    const octets = octetCount(size)
    if (octets > 0) output[at++] = 0x80 | octets
    for (let i = Math.max(1, octets) - 1; i >= 0; i--) output[at++] = Math.floor(size / 256 ** i)
    const plain = node.inner === null ? node.content : node.lead
    output.set(plain, at)
    at += plain.length
    for (const inside of node.inner ?? []) write(inside)
  }
  for (const node of nodes) write(node)
  return output
}

/** The encoded length of an element; that of its content is kept in `sizes`. */
function measure(node: Node, sizes: Map<Node, number>): number {
  const known = sizes.get(node)
  const { inner, lead, content } = node
  const size =
    known ?? (inner === null ? content.length : inner.reduce((sum, inside) => sum + measure(inside, sizes), lead.length))
  sizes.set(node, size)
  return 1 + Math.max(1, octetCount(size) + 1) + size
}

/** How many octets a length needs behind the first; 0 in the short form. */
const octetCount = (size: number) => (size < 0x80 ? 0 : size < 0x100 ? 1 : size < 0x10000 ? 2 : 3)

/** Every row of elements in the structure, from which one is then chosen. */
function rowsIn(nodes: Node[], rows: Node[][] = []): Node[][] {
  if (nodes.length > 0) rows.push(nodes)
  for (const { inner } of nodes) if (inner !== null) rowsIn(inner, rows)
  return rows
}

const identifiers = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0xa0, 0xa3, 0x3f]
const contents = (dice: Dice): Uint8Array =>
  dice.pick([
    () => new Uint8Array(0),
    () => Uint8Array.of(0),
    () => Uint8Array.of(0xff),
    () => Uint8Array.of(0, 0xff),
    () => new Uint8Array(64).fill(0xff),
    () => new Uint8Array(2000),
    () => dice.bytes(dice.below(40)),
  ])()

/** Changes one element and corrects the lengths around it, so that the reader comes as far as what was changed. */
const changeElement: Mutation = (input, dice, other) => {
  const nodes = takeApart(input)
  if (nodes === null || nodes.length === 0) return input
  const row = dice.pick(rowsIn(nodes))
  const at = dice.below(row.length)
  const node = row[at]!
  const act = dice.pick([
    () => row.splice(at, 1),
    () => row.splice(at, 0, ...Array.from({ length: dice.pick([1, 1, 1, 1, 1, 1, 40, 300]) }, () => node)),
    () => row.splice(at, 1, { ...node, inner: null, content: contents(dice) }),
    () => row.splice(at, 1, { ...node, identifier: dice.pick(identifiers) }),
    () => row.push(row.splice(at, 1)[0]!),
    () => row.splice(at, 1, nested(node, dice.pick([1, 1, 2, 2, 31, 33, 100]))),
    () => row.splice(at, 1, dice.pick(dice.pick(rowsIn(takeApart(other) ?? [node])))),
    () => row.splice(at, 1, { ...node, content: flipped(node, dice), inner: null }),
  ])
  act()
  return putTogether(nodes)
}

function nested(node: Node, depth: number): Node {
  let outer = node
  for (let i = 0; i < depth; i++)
    outer = { identifier: 0x30, lead: new Uint8Array(0), inner: [outer], content: outer.content }
  return outer
}

function flipped(node: Node, dice: Dice): Uint8Array {
  const changed = node.content.slice()
  if (changed.length > 0) changed[dice.below(changed.length)]! ^= 1 << dice.below(8)
  return changed
}

/** What can be done to DER by somebody who knows it. */
export const derMutations: readonly Mutation[] = [
  (input, dice, other) => {
    const changed = changeElement(input, dice, other)
    return changed.length > longestInput ? input : changed
  },
]

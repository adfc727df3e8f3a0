import { concatBytes, utf8Bytes } from '../bytes.ts'

// As much of the WebAssembly core specification's binary format (chapter 5) as straight-line code over 64-bit numbers
// needs. Modules are assembled when they are first used, so that what is read here is what runs.

/** Instructions of a stack machine, encoded. */
export type Code = readonly number[]

export interface WasmFunction {
  name: string
  /** All parameters are i32; there is no result. They are the locals 0, 1, … */
  parameters: number
  /** Locals of type i64, which follow the parameters. */
  longs: number
  body: Code
}

export const localGet = (local: number): Code => [0x20, ...unsigned(local)]
export const localSet = (local: number): Code => [0x21, ...unsigned(local)]
export const localTee = (local: number): Code => [0x22, ...unsigned(local)]
/** Pops an address. */
export const load = (offset: number): Code => [0x29, 3, ...unsigned(offset)]
/** Pops a value, then an address. */
export const store = (offset: number): Code => [0x37, 3, ...unsigned(offset)]
export const int = (value: number): Code => [0x41, ...signed(value)]
export const long = (value: number): Code => [0x42, ...signed(value)]
export const call = (index: number): Code => [0x10, ...unsigned(index)]

export const op = {
  intEqual: 0x46,
  intAdd: 0x6a,
  intSubtract: 0x6b,
  intXor: 0x73,
  intShiftRight: 0x75,
  add: 0x7c,
  subtract: 0x7d,
  multiply: 0x7e,
  and: 0x83,
  or: 0x84,
  xor: 0x85,
  shiftLeft: 0x86,
  /** Arithmetic: rounds towards minus infinity. */
  shiftRight: 0x87,
  extend: 0xac,
} as const

/** The bytes of a module of these functions, all exported, called by their index here, with its memory `memory`. */
export function assembleModule(functions: readonly WasmFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const arities = [...new Set(functions.map(({ parameters }) => parameters))]
  const types = arities.map((arity) => [0x60, arity, ...new Array<number>(arity).fill(0x7f), 0])
  const uses = functions.map(({ parameters }) => unsigned(arities.indexOf(parameters)))
  const exported = functions.map(({ name }, i) => [...text(name), 0, ...unsigned(i)])
  const bodies = functions.map(({ longs, body }) => {
    const locals = longs === 0 ? [0] : [1, ...unsigned(longs), 0x7e]
    return concatBytes(
      bytes(...unsigned(locals.length + body.length + 1), ...locals),
      new Uint8Array(body),
      bytes(0x0b),
    )
  })
  const module = concatBytes(
    bytes(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    ...section(
      1,
      types.map((type) => bytes(...type)),
    ),
    ...section(
      3,
      uses.map((use) => bytes(...use)),
    ),
    ...section(5, [bytes(0, ...unsigned(pages))]),
    ...section(
      7,
      [...exported, [...text('memory'), 2, 0]].map((name) => bytes(...name)),
    ),
    ...section(10, bodies),
  )
  return new Uint8Array(module)
}

const bytes = (...values: number[]) => Uint8Array.from(values)
const text = (ascii: string): Code => [ascii.length, ...utf8Bytes(ascii)]

/** A section is its number, its length and a list. */
function section(id: number, items: readonly Uint8Array[]): Uint8Array[] {
  const count = bytes(...unsigned(items.length))
  const length = items.reduce((total, item) => total + item.length, count.length)
  return [bytes(id, ...unsigned(length)), count, ...items]
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  const isLast = value >= -0x40 && value < 0x40
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]
}

import type { Sm4Module } from './load.ts'

export const blockSize = 16
/** GHASH works on so many blocks at a time, each in a stream of its own; the key stream is made for half as many. */
export const streams = 32
export const groupSize = streams * blockSize
const wideSize = 16 * blockSize
export const pieceSize = 0x10000

// The order of the modules' memory. What belongs to a key stands first: a cipher keeps a copy of it.
export const roundKeysAt = 0
export const tablesAt = roundKeysAt + 2048
/** H¹ … H³². */
export const powersAt = tablesAt + 8192
/** Also where a key's part ends. */
export const stateAt = powersAt + groupSize
export const nibblesAt = stateAt + groupSize
export const scratchAt = nibblesAt + 2 * groupSize
/** Blocks that wait until a group is whole. */
export const waitingAt = scratchAt + 2 * blockSize
export const dataAt = waitingAt + groupSize
export const workEnd = dataAt + pieceSize + 2 * groupSize

/** Does one piece of work in the memory and leaves nothing there. */
export function working<T>(memory: Uint8Array, work: () => T): T {
  try {
    return work()
  } finally {
    memory.fill(0, 0, workEnd)
  }
}

export function expandKey(module: Sm4Module, key: Uint8Array): void {
  if (key.length !== blockSize) throw new TypeError('an SM4 key has 16 bytes')
  new Uint8Array(module.memory.buffer).set(key, scratchAt)
  module.expandKey(scratchAt, roundKeysAt)
}

/** One block by the round keys in the memory: what is added to zeros is the encrypted counter. */
export function encryptBlock(module: Sm4Module, block: Uint8Array): Uint8Array {
  const memory = new Uint8Array(module.memory.buffer)
  memory.fill(0, dataAt, dataAt + blockSize)
  const [c0, c1, c2, c3] = wordsOf(block) as [number, number, number, number]
  module.ctr(dataAt, 1, roundKeysAt, c0, c1, c2, c3)
  return memory.slice(dataAt, dataAt + blockSize)
}

/** Whether a result is to stand where the data stand, and the module can work there. */
export const isInPlace = (memory: Uint8Array, data: Uint8Array, result: Uint8Array): boolean =>
  data.buffer === memory.buffer && result.buffer === memory.buffer && data.byteOffset === result.byteOffset

/** The key stream from a counter on, added to data in the memory, wherever they stand. The last word must not overflow. */
export function addKeyStream(module: Sm4Module, data: Uint8Array, counter: readonly number[]): void {
  const [c0, c1, c2, c3] = counter as [number, number, number, number]
  const whole = data.length - (data.length % wideSize)
  module.ctr(data.byteOffset, whole / blockSize, roundKeysAt, c0, c1, c2, c3)
  if (whole === data.length) return
  // The module works on whole groups, and what stands behind the data is not its own.
  const memory = new Uint8Array(module.memory.buffer)
  const rest = data.subarray(whole)
  memory.set(rest, dataAt)
  module.ctr(dataAt, countBlocks(rest.length), roundKeysAt, c0, c1, c2, (c3 + whole / blockSize) | 0)
  rest.set(memory.subarray(dataAt, dataAt + rest.length))
}

export const countBlocks = (length: number) => Math.ceil(length / blockSize)

/** Unsigned big-endian words. */
export function wordsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i))
}

/** The front of what was given for a result, or new memory. */
export const roomFor = (length: number, into?: Uint8Array): Uint8Array =>
  into?.subarray(0, length) ?? new Uint8Array(length)

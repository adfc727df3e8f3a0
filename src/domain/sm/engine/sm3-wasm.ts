import { once, sm3Module } from './load.ts'
import { type FoldSm3, initialValue } from './sm3-plain.ts'

const blockSize = 64
const stateAt = 0
const statesAt = 32
const dataAt = 256
const laneSize = 0x4000

/** As many states go on with as many messages of one length, whole blocks of 64 bytes each: up to four. */
type FoldFour = (states: readonly Int32Array[], messages: readonly Uint8Array[]) => void

/** The digest of at most `shortLength` bytes, 32 bytes. */
type DigestShort = (parts: readonly Uint8Array[], lengthInBytes: number) => Uint8Array

/** Above it a message is folded block by block. */
export const shortLength = laneSize

/** Null where this runtime has no SIMD in WebAssembly. Nothing stays in the module's memory. */
export const sm3InWasm = once((): { fold: FoldSm3; foldFour: FoldFour; digestShort: DigestShort } | null => {
  const module = sm3Module()
  if (module === null) return null
  const [memory, words] = [new Uint8Array(module.memory.buffer), new Int32Array(module.memory.buffer)]
  const view = new DataView(module.memory.buffer)
  /** Four messages that stand in the memory at equal distances need not be copied. */
  const distanceOf = (messages: readonly Uint8Array[]): number | null => {
    const distances = messages.slice(1).map((message, i) => message.byteOffset - messages[i]!.byteOffset)
    const areThere = messages.length === 4 && messages.every((message) => message.buffer === memory.buffer)
    return areThere && distances.every((one) => one === distances[0] && one > 0) ? distances[0]! : null
  }

  return {
    digestShort(parts, lengthInBytes) {
      let end = dataAt
      for (const part of parts) {
        memory.set(part, end)
        end += part.length
      }
      // Clause 5.2: a one, zeros, which are there, and the length in bits.
      memory[end] = 0x80
      const blocks = Math.ceil((lengthInBytes + 9) / blockSize)
      view.setUint32(dataAt + blocks * blockSize - 4, lengthInBytes * 8)
      words.set(initialValue, stateAt / 4)
      module.sm3(dataAt, blocks, stateAt)
      const digest = new Uint8Array(32)
      const written = new DataView(digest.buffer)
      for (let i = 0; i < 8; i++) written.setInt32(4 * i, words[stateAt / 4 + i]!)
      memory.fill(0, 0, dataAt + blocks * blockSize)
      return digest
    },
    fold(state, blocks) {
      words.set(state, stateAt / 4)
      const isThere = blocks.buffer === memory.buffer
      if (isThere) module.sm3(blocks.byteOffset, blocks.length / blockSize, stateAt)
      for (let at = 0; at < blocks.length && !isThere; at += 4 * laneSize) {
        const piece = blocks.subarray(at, at + 4 * laneSize)
        memory.set(piece, dataAt)
        module.sm3(dataAt, piece.length / blockSize, stateAt)
      }
      state.set(words.subarray(stateAt / 4, stateAt / 4 + 8))
      memory.fill(0, 0, dataAt + (isThere ? 0 : Math.min(blocks.length, 4 * laneSize)))
    },
    foldFour(states, messages) {
      const word = (n: number, lane: number) => statesAt / 4 + 4 * n + lane
      states.forEach((state, lane) => {
        for (let n = 0; n < 8; n++) words[word(n, lane)] = state[n]!
      })
      const length = messages[0]?.length ?? 0
      const distance = distanceOf(messages)
      if (distance !== null) module.sm3x4(messages[0]!.byteOffset, distance, length / blockSize, statesAt)
      for (let at = 0; at < length && distance === null; at += laneSize) {
        const pieces = messages.map((message) => message.subarray(at, at + laneSize))
        pieces.forEach((piece, lane) => {
          memory.set(piece, dataAt + lane * laneSize)
        })
        module.sm3x4(dataAt, laneSize, pieces[0]!.length / blockSize, statesAt)
      }
      states.forEach((state, lane) => {
        for (let n = 0; n < 8; n++) state[n] = words[word(n, lane)]!
      })
      memory.fill(0, 0, dataAt + (distance === null ? 4 * laneSize : 0))
    },
  }
})

import { once, sm3Module } from './load.ts'
import type { FoldSm3 } from './sm3-plain.ts'

const blockSize = 64
const stateAt = 0
const statesAt = 32
const dataAt = 256
const laneSize = 0x4000

/** As many states go on with as many messages of one length, whole blocks of 64 bytes each: up to four. */
type FoldFour = (states: readonly Int32Array[], messages: readonly Uint8Array[]) => void

/** Null where this runtime has no SIMD in WebAssembly. Nothing stays in the module's memory. */
export const sm3InWasm = once((): { fold: FoldSm3; foldFour: FoldFour } | null => {
  const module = sm3Module()
  if (module === null) return null
  const [memory, words] = [new Uint8Array(module.memory.buffer), new Int32Array(module.memory.buffer)]
  return {
    fold(state, blocks) {
      words.set(state, stateAt / 4)
      for (let at = 0; at < blocks.length; at += 4 * laneSize) {
        const piece = blocks.subarray(at, at + 4 * laneSize)
        memory.set(piece, dataAt)
        module.sm3(dataAt, piece.length / blockSize, stateAt)
      }
      state.set(words.subarray(stateAt / 4, stateAt / 4 + 8))
      memory.fill(0, 0, dataAt + Math.min(blocks.length, 4 * laneSize))
    },
    foldFour(states, messages) {
      const word = (n: number, lane: number) => statesAt / 4 + 4 * n + lane
      states.forEach((state, lane) => {
        for (let n = 0; n < 8; n++) words[word(n, lane)] = state[n]!
      })
      const length = messages[0]?.length ?? 0
      for (let at = 0; at < length; at += laneSize) {
        const pieces = messages.map((message) => message.subarray(at, at + laneSize))
        pieces.forEach((piece, lane) => {
          memory.set(piece, dataAt + lane * laneSize)
        })
        module.sm3x4(dataAt, laneSize, pieces[0]!.length / blockSize, statesAt)
      }
      states.forEach((state, lane) => {
        for (let n = 0; n < 8; n++) state[n] = words[word(n, lane)]!
      })
      memory.fill(0, 0, dataAt + 4 * laneSize)
    },
  }
})

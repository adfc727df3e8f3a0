import type { Sm4 } from '../ciphers.ts'
import type { Sm4Module } from './load.ts'
import {
  addKeyStream,
  blockSize,
  countBlocks,
  dataAt,
  encryptBlock,
  expandKey,
  isInPlace,
  pieceSize,
  roomFor,
  roundKeysAt,
  tablesAt,
  wordsOf,
  working,
} from './sm4-memory.ts'

/** SM4 under a 16-byte key, without look-ups that depend on it. */
export function createSm4InWasm(module: Sm4Module, key: Uint8Array, direction: 'encrypt' | 'decrypt'): Sm4 {
  const memory = new Uint8Array(module.memory.buffer)
  const expanded = working(memory, () => {
    expandKey(module, key)
    return memory.slice(roundKeysAt, tablesAt)
  })
  // Clause 7.2: decrypting is encrypting with the round keys in reverse. The constants within them read the same both ways.
  const roundKeys = direction === 'encrypt' ? expanded : reversedByRounds(expanded)

  return {
    transform: (block) =>
      working(memory, () => {
        memory.set(roundKeys, roundKeysAt)
        return encryptBlock(module, block)
      }),
    counterMode: (counter, data, into) =>
      working(memory, () => {
        memory.set(roundKeys, roundKeysAt)
        const words = wordsOf(counter)
        const result = roomFor(data.length, into)
        const isThere = isInPlace(memory, data, result)
        for (let at = 0; at < data.length; ) {
          // The module counts in one word: a piece ends where that word begins again.
          const untilCarry = (0x1_0000_0000 - words[3]!) * blockSize
          const part = data.subarray(at, at + Math.min(isThere ? data.length : pieceSize, untilCarry))
          const blocks = countBlocks(part.length)
          if (isThere) addKeyStream(module, part, words)
          else {
            memory.set(part, dataAt)
            module.ctr(dataAt, blocks, roundKeysAt, words[0]!, words[1]!, words[2]!, words[3]!)
            result.set(memory.subarray(dataAt, dataAt + part.length), at)
          }
          at += part.length
          advance(words, blocks)
        }
        return result
      }),
  }
}

function reversedByRounds(roundKeys: Uint8Array): Uint8Array {
  const sizeOfOne = roundKeys.length / 32
  const reversed = new Uint8Array(roundKeys.length)
  for (let round = 0; round < 32; round++)
    reversed.set(roundKeys.subarray(sizeOfOne * round, sizeOfOne * (round + 1)), sizeOfOne * (31 - round))
  return reversed
}

function advance(words: number[], blocks: number): void {
  let carry = blocks
  for (let i = 3; i >= 0 && carry > 0; i--) {
    const sum = words[i]! + carry
    words[i] = sum >>> 0
    carry = Math.floor(sum / 0x1_0000_0000)
  }
}

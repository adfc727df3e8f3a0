import { equalBytes } from '../../bytes.ts'
import type { AuthenticatedCipher } from '../ciphers.ts'
import type { Sm4Module } from './load.ts'
import {
  addKeyStream,
  blockSize,
  countBlocks,
  dataAt,
  encryptBlock,
  expandKey,
  groupSize,
  isInPlace,
  pieceSize,
  powersAt,
  roomFor,
  roundKeysAt,
  scratchAt,
  stateAt,
  streams,
  tablesAt,
  waitingAt,
  wordsOf,
  working,
} from './sm4-memory.ts'

/** SM4-GCM under a 16-byte key, without look-ups that depend on it. */
export function createSm4GcmInWasm(module: Sm4Module, key: Uint8Array): AuthenticatedCipher {
  const memory = new Uint8Array(module.memory.buffer)
  const material = working(memory, () => {
    expandKey(module, key)
    memory.set(encryptBlock(module, new Uint8Array(blockSize)), powersAt)
    for (let at = powersAt; at + blockSize < stateAt; at += blockSize) module.multiply(at + blockSize, at, powersAt)
    module.fillTables(stateAt - blockSize, tablesAt)
    return memory.slice(0, stateAt)
  })

  interface Work {
    nonce: Uint8Array
    associatedData: Uint8Array
    data: Uint8Array
    /** Where the data stand, or elsewhere. */
    result: Uint8Array
  }

  /** Puts the key's part into the memory; returns the words of the nonce. */
  function begin({ nonce }: Work): [number, number, number] {
    if (nonce.length !== 12) throw new TypeError('a GCM nonce has 12 bytes')
    memory.set(material)
    return wordsOf(nonce) as [number, number, number]
  }

  function startTag({ associatedData, data }: Work) {
    const hash = startHash(module, memory, countBlocks(associatedData.length) + countBlocks(data.length) + 1)
    hash.append(associatedData)
    return hash
  }

  function finishTag(hash: Hash, { nonce, associatedData, data }: Work): Uint8Array {
    hash.append(lengthsOf(associatedData.length, data.length))
    const tag = hash.finish()
    const [n0, n1, n2] = wordsOf(nonce) as [number, number, number]
    memory.fill(0, dataAt, dataAt + blockSize)
    module.ctr(dataAt, 1, roundKeysAt, n0, n1, n2, 1)
    for (let i = 0; i < blockSize; i++) tag[i]! ^= memory[dataAt + i]!
    return tag
  }

  /** Writes the data with their key stream into the result, by way of the work area, and returns the tag. */
  function transform(work: Work, sealing: boolean): Uint8Array {
    const { data, result } = work
    const [n0, n1, n2] = begin(work)
    const hash = startTag(work)
    for (let at = 0; at < data.length; at += pieceSize) {
      const part = data.subarray(at, at + pieceSize)
      const start = hash.place(part)
      const transformPart = () => {
        module.ctr(start, countBlocks(part.length), roundKeysAt, n0, n1, n2, 2 + at / blockSize)
        result.set(memory.subarray(start, start + part.length), at)
      }
      // What is hashed is the ciphertext: it stands there after the key stream was added, or before.
      if (sealing) transformPart()
      hash.absorb(part.length)
      if (!sealing) transformPart()
      hash.keepWaiting()
    }
    return finishTag(hash, work)
  }

  /** Seals data where they stand, and returns the tag. */
  function sealThere(work: Work): Uint8Array {
    addKeyStream(module, work.data, [...begin(work), 2])
    const hash = startTag(work)
    hash.absorbThere(work.data)
    return finishTag(hash, work)
  }

  /** Opens data where they stand, once it is known that the tag holds; else leaves them alone. */
  function openThere(work: Work, tag: Uint8Array): boolean {
    const nonce = begin(work)
    const hash = startTag(work)
    hash.absorbThere(work.data)
    if (!equalBytes(finishTag(hash, work), tag)) return false
    addKeyStream(module, work.data, [...nonce, 2])
    return true
  }

  return {
    seal: (nonce, associatedData, plaintext, into) =>
      working(memory, () => {
        const sealed = roomFor(plaintext.length + blockSize, into)
        const work = { nonce, associatedData, data: plaintext, result: sealed }
        const tag = isInPlace(memory, plaintext, sealed) ? sealThere(work) : transform(work, true)
        sealed.set(tag, plaintext.length)
        return sealed
      }),
    open: (nonce, associatedData, sealed, into) =>
      working(memory, () => {
        if (sealed.length < blockSize) return null
        const [data, tag] = [sealed.subarray(0, -blockSize), sealed.subarray(-blockSize)]
        const result = roomFor(data.length, into)
        const work = { nonce, associatedData, data, result }
        if (isInPlace(memory, data, result)) return openThere(work, tag) ? result : null
        if (equalBytes(transform(work, false), tag)) return result
        result.fill(0)
        return null
      }),
  }
}

type Hash = ReturnType<typeof startHash>

/** GHASH of so many blocks, which are placed one after another in the work area: see scripts/engine/ghash.ts. */
function startHash(module: Sm4Module, memory: Uint8Array, blocks: number) {
  // Blocks of zeros at the front change nothing, and let the last block be the last of a group.
  let filled = (groupSize - blockSize * (blocks % streams)) % groupSize
  memory.fill(0, dataAt, dataAt + filled)

  const hash = {
    /** Puts bytes behind those that wait, at the returned address. */
    place(part: Uint8Array): number {
      memory.set(part, dataAt + filled)
      return dataAt + filled
    },
    /** Takes what was placed; less than a group of it waits for more. */
    absorb(length: number): void {
      const end = filled + blockSize * countBlocks(length)
      memory.fill(0, dataAt + filled + length, dataAt + end)
      const whole = end - (end % groupSize)
      module.absorb(dataAt, whole / groupSize)
      memory.copyWithin(waitingAt, dataAt + whole, dataAt + end)
      filled = end - whole
    },
    keepWaiting(): void {
      memory.copyWithin(dataAt, waitingAt, waitingAt + filled)
    },
    /** Takes bytes of the memory where they stand; nothing but `append` may follow. */
    absorbThere(data: Uint8Array): void {
      const first = data.subarray(0, (groupSize - filled) % groupSize)
      hash.append(first)
      const rest = data.length - first.length
      const whole = rest - (rest % groupSize)
      module.absorb(data.byteOffset + first.length, whole / groupSize)
      hash.append(data.subarray(first.length + whole))
    },
    append(bytes: Uint8Array): void {
      for (let at = 0; at < bytes.length; at += pieceSize) {
        const part = bytes.subarray(at, at + pieceSize)
        hash.place(part)
        hash.absorb(part.length)
        hash.keepWaiting()
      }
    },
    finish(): Uint8Array {
      const sum = new Uint8Array(blockSize)
      for (let stream = 0; stream < streams; stream++) {
        for (let i = 0; i < blockSize; i++) memory[scratchAt + i] = memory[stateAt + streams * i + stream]!
        module.multiply(scratchAt + blockSize, scratchAt, powersAt + blockSize * (streams - 1 - stream))
        for (let i = 0; i < blockSize; i++) sum[i]! ^= memory[scratchAt + blockSize + i]!
      }
      return sum
    },
  }
  return hash
}

/** Both lengths in bits, as 64-bit numbers. */
function lengthsOf(associatedLength: number, dataLength: number): Uint8Array {
  const lengths = new DataView(new ArrayBuffer(blockSize))
  lengths.setBigUint64(0, BigInt(associatedLength) * 8n)
  lengths.setBigUint64(8, BigInt(dataLength) * 8n)
  return new Uint8Array(lengths.buffer)
}

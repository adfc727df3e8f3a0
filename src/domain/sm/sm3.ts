import { concatBytes, uint32Bytes } from '../bytes.ts'
import { type FoldSm3, foldSm3InJavaScript, initialValue } from './engine/sm3-plain.ts'
import { shortLength, sm3InWasm } from './engine/sm3-wasm.ts'

// GB/T 32905-2016 (GM/T 0004-2012), SM3 cryptographic hash algorithm. Digest 32 bytes, block 64 bytes.

const blockSize = 64
/** State, total length, and the bytes of the block that is not full yet. */
const savedLength = 32 + 8 + blockSize

export interface Sm3 {
  /** Absorbs more of the message. */
  update(bytes: Uint8Array): Sm3
  /** The 32-byte digest of what was absorbed so far; the computation may go on afterwards. */
  digest(): Uint8Array
  /** What `createSm3` needs to go on from here, also in another thread: 104 bytes. Of secret messages it is secret too. */
  save(): Uint8Array
}

/**
 * An SM3 computation over a message that arrives in pieces, by the fastest engine that this runtime has; from its beginning
 * or from where another one was saved.
 */
export function createSm3(saved?: Uint8Array): Sm3 {
  return new Sm3Computation(saved)
}

/**
 * Absorbs one piece into each computation. Four pieces of one length cost about half of what they cost one by one, and as
 * much as two: a processor works on four messages side by side.
 */
export function updateEach(computations: readonly Sm3[], pieces: readonly Uint8Array[]): void {
  const foldFour = sm3InWasm()?.foldFour
  for (let at = 0; at < computations.length; at += 4) {
    const four = computations.slice(at, at + 4)
    const parts = pieces.slice(at, at + 4)
    const lengthInBytes = foldFour === undefined ? 0 : lengthTogether(four, parts)
    if (lengthInBytes > 0) {
      foldFour?.(
        four.map((one) => (one as Sm3Computation).state),
        parts.map((part) => part.subarray(0, lengthInBytes)),
      )
      for (const one of four) (one as Sm3Computation).totalLength += lengthInBytes
    }
    for (const [i, one] of four.entries()) one.update(parts[i]!.subarray(lengthInBytes))
  }
}

/** Bytes in whole blocks that all of them go on with at once; 0 when they cannot, or one by one is as good. */
function lengthTogether(computations: readonly Sm3[], pieces: readonly Uint8Array[]): number {
  const areReady = computations.every((one) => one instanceof Sm3Computation && one.isBetweenBlocks)
  if (!areReady || computations.length < 2) return 0
  const shortest = Math.min(...pieces.map((piece) => piece.length))
  return shortest - (shortest % blockSize)
}

class Sm3Computation implements Sm3 {
  readonly state = Int32Array.from(initialValue)
  totalLength = 0
  private readonly fold: FoldSm3 = sm3InWasm()?.fold ?? foldSm3InJavaScript
  private readonly pending = new Uint8Array(blockSize)

  constructor(saved?: Uint8Array) {
    if (saved === undefined) return
    const view = new DataView(saved.buffer, saved.byteOffset, savedLength)
    for (let i = 0; i < 8; i++) this.state[i] = view.getInt32(4 * i)
    this.totalLength = view.getFloat64(32)
    this.pending.set(saved.subarray(40, savedLength))
  }

  private get pendingLength(): number {
    return this.totalLength % blockSize
  }

  get isBetweenBlocks(): boolean {
    return this.pendingLength === 0
  }

  update(bytes: Uint8Array): Sm3 {
    const missing = (blockSize - this.pendingLength) % blockSize
    this.pending.set(bytes.subarray(0, missing), this.pendingLength)
    this.totalLength += bytes.length
    if (bytes.length < missing) return this
    if (missing > 0) this.fold(this.state, this.pending)
    const end = bytes.length - this.pendingLength
    if (end > missing) this.fold(this.state, bytes.subarray(missing, end))
    this.pending.set(bytes.subarray(end))
    return this
  }

  digest(): Uint8Array {
    const final = Int32Array.from(this.state)
    const padding = new Uint8Array(this.pendingLength < 56 ? blockSize : 2 * blockSize)
    padding.set(this.pending.subarray(0, this.pendingLength))
    padding[this.pendingLength] = 0x80
    padding.set(uint32Bytes(Math.floor(this.totalLength / 0x20000000)), padding.length - 8)
    padding.set(uint32Bytes((this.totalLength * 8) >>> 0), padding.length - 4)
    this.fold(final, padding)
    const digest = new Uint8Array(32)
    for (let i = 0; i < 8; i++) digest.set(uint32Bytes(final[i]!), 4 * i)
    return digest
  }

  save(): Uint8Array {
    const bytes = new Uint8Array(savedLength)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < 8; i++) view.setInt32(4 * i, this.state[i]!)
    view.setFloat64(32, this.totalLength)
    bytes.set(this.pending.subarray(0, this.pendingLength), 40)
    return bytes
  }
}

/** SM3 of the concatenation of the given parts: 32 bytes. */
export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  const engine = sm3InWasm()
  let lengthInBytes = 0
  for (const part of parts) lengthInBytes += part.length
  if (engine !== null && lengthInBytes <= shortLength) return engine.digestShort(parts, lengthInBytes)
  const computation = createSm3()
  for (const part of parts) computation.update(part)
  return computation.digest()
}

/** SM3 of each message, 32 bytes each. Four of one length take about half the time that they take one by one. */
export function sm3OfEach(messages: readonly Uint8Array[]): Uint8Array[] {
  const computations = messages.map(() => createSm3())
  updateEach(computations, messages)
  return computations.map((one) => one.digest())
}

/** HMAC with SM3 (GB/T 15852.2, RFC 2104): 32 bytes. */
export function hmacSm3(key: Uint8Array, ...message: readonly Uint8Array[]): Uint8Array {
  const block = new Uint8Array(blockSize)
  block.set(key.length > blockSize ? sm3(key) : key)
  const inner = sm3(
    block.map((byte) => byte ^ 0x36),
    ...message,
  )
  return sm3(
    block.map((byte) => byte ^ 0x5c),
    inner,
  )
}

/** Key derivation function of GB/T 32918.4-2016, clause 5.4.3: `lengthInBytes` bytes out of the shared secret. */
export function deriveKey(sharedSecret: Uint8Array, lengthInBytes: number): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let counter = 1; blocks.length * 32 < lengthInBytes; counter++)
    blocks.push(sm3(sharedSecret, uint32Bytes(counter)))
  return concatBytes(...blocks).slice(0, lengthInBytes)
}

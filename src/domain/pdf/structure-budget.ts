import { fail } from '../failure.ts'

const mebibyte = 1024 * 1024
const maxEntries = 4_000_000
const maxDecodedBytes = 256 * mebibyte
const maxReadBytes = 1024 * mebibyte

/**
 * What the structure of one file may take in memory. ⚔ A few hundred bytes can name millions of objects in each of many
 * sections, a hundred bytes of memory each, and a compressed stream may be a thousand times what it takes in the file. Behind
 * an honest entry stands an object of more than four bytes.
 */
export class StructureBudget {
  private entriesLeft: number
  private decodedBytesLeft: number
  private readBytesLeft: number

  constructor(fileSizeInBytes: number) {
    this.entriesLeft = Math.min(maxEntries, 1000 + Math.floor(fileSizeInBytes / 4))
    this.decodedBytesLeft = Math.min(maxDecodedBytes, 16 * mebibyte + 100 * fileSizeInBytes)
    this.readBytesLeft = Math.min(maxReadBytes, 16 * mebibyte + 200 * fileSizeInBytes)
  }

  /** Counts what was read of objects, and of object streams that were decoded again. ⚔ Objects that overlap are as long as the file, each of them. Fails with `pdf.damaged`. */
  takeRead(length: number, offset: number): number {
    this.readBytesLeft -= length
    if (this.readBytesLeft < 0) fail('pdf.damaged', { offset, reason: 'the objects are too large' })
    return length
  }

  /** Counts cross-reference entries before they are made. Fails with `pdf.damaged`. */
  takeEntries(count: number, offset: number): void {
    this.entriesLeft -= count
    if (this.entriesLeft < 0) fail('pdf.damaged', { offset, reason: 'too many objects' })
  }

  /** Counts what a cross-reference or object stream was decoded to. Fails with `pdf.damaged`. */
  takeDecoded(decoded: Uint8Array, offset: number): Uint8Array {
    this.decodedBytesLeft -= decoded.length
    if (this.decodedBytesLeft < 0) fail('pdf.damaged', { offset, reason: 'the structure streams are too large' })
    return decoded
  }
}

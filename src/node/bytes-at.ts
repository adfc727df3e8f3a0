import { readSync, writeSync } from 'node:fs'

// For worker threads, which have nothing else to do while a disk works: one call, no promise, no buffer of its own.

/** Fills `into` from a place in an open file. Fails with RangeError when the file ends before. */
export function readFullyAt(file: number, into: Uint8Array, position: number): void {
  for (let done = 0; done < into.length; ) {
    const count = readSync(file, into, done, into.length - done, position + done)
    if (count === 0) throw new RangeError('the file has become shorter')
    done += count
  }
}

/** Writes every byte at a place in an open file; a disk that fills up may take a part of a write and call it a success. */
export function writeFullyAt(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, position + done)
}

import { open } from 'node:fs/promises'
import type { ByteSource } from '../domain/byte-source.ts'

/** A file on disk as a source, read piece by piece. Close it when done. */
export async function openFileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  return {
    sizeInBytes: size,
    async read(offset, length) {
      const bytes = new Uint8Array(length)
      let done = 0
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, offset + done)
        if (bytesRead === 0) throw new RangeError('the file has become shorter')
        done += bytesRead
      }
      return bytes
    },
    close: () => file.close(),
  }
}

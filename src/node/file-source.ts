import { constants, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ByteSource, SyncSource } from '../domain/byte-source.ts'

export type FileSource = ByteSource & SyncSource & { close(): Promise<void> }

/** A file on disk as a source, read piece by piece. Close it when done. Anything but a file, such as a folder, is refused. */
export async function openFileSource(path: string): Promise<FileSource> {
  // Without O_NONBLOCK, which Windows has not, opening a named pipe waits for somebody to write into it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const status = await file.stat()
  if (!status.isFile()) {
    await file.close()
    throw new Error('not a file')
  }
  return {
    sizeInBytes: status.size,
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
    readSync(offset, length, into) {
      const bytes = into?.length === length ? into : new Uint8Array(length)
      for (let done = 0; done < length; ) {
        const bytesRead = readSync(file.fd, bytes, done, length - done, offset + done)
        if (bytesRead === 0) throw new RangeError('the file has become shorter')
        done += bytesRead
      }
      return bytes
    },
    close: () => file.close(),
  }
}

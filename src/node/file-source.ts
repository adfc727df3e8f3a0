import { constants, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ByteSource, SyncSource } from '../domain/byte-source.ts'
import { fail } from '../domain/failure.ts'
import { identityOf } from './file-identity.ts'

export type FileSource = ByteSource &
  SyncSource & {
    /** Throws when somebody has written to the file since it was opened. */
    requireUnchanged(): Promise<void>
    close(): Promise<void>
  }

/** A file on disk as a source, read piece by piece. Close it when done. Anything but a file, such as a folder, is refused. */
export async function openFileSource(path: string): Promise<FileSource> {
  // Without O_NONBLOCK, which Windows has not, opening a named pipe waits for somebody to write into it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const status = await file.stat({ bigint: true })
  if (!status.isFile()) {
    await file.close()
    throw new Error('not a file')
  }
  return {
    sizeInBytes: Number(status.size),
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
    async requireUnchanged() {
      const now = await file.stat({ bigint: true })
      if (identityOf(now) !== identityOf(status)) throw new Error('the file was changed')
    },
    close: () => file.close(),
  }
}

/**
 * A file of a person's own as a source: it may lie on a stick that is pulled out, or in the hands of another program. Every
 * call fails with `file.unreadable` when it cannot do what it should.
 */
export async function openChosenFile(path: string, fileName: string): Promise<FileSource> {
  const unreadable = (error: unknown) => fail('file.unreadable', { fileName }, error)
  const source = await openFileSource(path).catch(unreadable)
  return {
    ...source,
    read: (offset, length) => source.read(offset, length).catch(unreadable),
    readSync: (offset, length, into) => {
      try {
        return source.readSync(offset, length, into)
      } catch (error) {
        return unreadable(error)
      }
    },
    requireUnchanged: () => source.requireUnchanged().catch(unreadable),
  }
}

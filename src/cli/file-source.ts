import { type FileHandle, open } from 'node:fs/promises'
import type { ByteSource } from '../domain/byte-source.ts'
import { fail } from '../domain/failure.ts'

/** Opens a file for reading anywhere in it, hands it over and closes it. Fails with `input.invalid` when it cannot. */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    fail('input.invalid', { field: path }, error)
  }
  try {
    const { size } = await file.stat()
    return await use({ sizeInBytes: size, read: (offset, length) => readExactly(file, offset, length) })
  } finally {
    await file.close()
  }
}

async function readExactly(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done)
    if (bytesRead === 0) throw new RangeError('the file became shorter')
    done += bytesRead
  }
  return bytes
}

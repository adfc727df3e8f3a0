import type { ByteSource } from '../domain/byte-source.ts'
import { fail } from '../domain/failure.ts'
import { openFileSource } from '../node/file-source.ts'

/** Opens a file for reading anywhere in it, hands it over and closes it. Fails with `file.unreadable` when it cannot. */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await openFileSource(path).catch((error: unknown) =>
    fail('file.unreadable', { fileName: path }, error),
  )
  try {
    return await use(source)
  } finally {
    await source.close()
  }
}

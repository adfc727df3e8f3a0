import type { ByteSource } from '../domain/byte-source.ts'
import { openChosenFile } from '../node/file-source.ts'

/**
 * Opens a file for reading anywhere in it, hands it over and closes it. Fails with `file.unreadable` when it cannot be read,
 * or was changed meanwhile.
 */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await openChosenFile(path, path)
  try {
    const result = await use(source)
    await source.requireUnchanged()
    return result
  } finally {
    await source.close()
  }
}

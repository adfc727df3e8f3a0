import type { BigIntStats, Stats } from 'node:fs'
import { stat } from 'node:fs/promises'

/**
 * Tells a file that was changed or replaced from the same one untouched: where it lies, its size, and when its bytes and when
 * anything of it changed last, by the file system's clock, which no program sets.
 */
export const identityOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mtimeNs, ctimeNs].join(' ')

/**
 * Tells a file that anybody wrote to from the same one untouched. Its inode and ctime do not count: indexers, backups and
 * synchronisers change them and leave the bytes alone.
 */
export const contentStateOf = ({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): string => `${size}/${mtimeMs}`

/** The identity of the file at a path; null when it is gone. */
export async function fileIdentity(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  return found && identityOf(found)
}

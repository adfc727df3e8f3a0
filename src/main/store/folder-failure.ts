import { BidsealError } from '../../domain/failure.ts'

const codes: Record<string, 'file.disk-full' | 'file.unwritable'> = {
  ENOSPC: 'file.disk-full',
  EDQUOT: 'file.disk-full',
  EACCES: 'file.unwritable',
  EPERM: 'file.unwritable',
  EROFS: 'file.unwritable',
  ENOENT: 'file.unwritable',
  ENOTDIR: 'file.unwritable',
  EISDIR: 'file.unwritable',
  EEXIST: 'file.unwritable',
  // Beyond what the file system can hold in one file, such as 4 GiB on FAT32.
  EFBIG: 'file.unwritable',
  EIO: 'file.unwritable',
  // On Windows another program, such as a virus scanner, holds it.
  EBUSY: 'file.unwritable',
}

/** What a person is told when a folder cannot be written; anything else is left as the bug that it is. */
export function folderFailure(error: unknown, folder: string): unknown {
  const code = codes[(error as NodeJS.ErrnoException).code ?? '']
  return code === undefined ? error : new BidsealError({ code, details: { folder } }, { cause: error })
}

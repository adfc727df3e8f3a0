import { constants } from 'node:fs'
import { copyFile, open, rm, stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { piecesOf } from '../../domain/byte-source.ts'
import { hexOf } from '../../domain/bytes.ts'
import { createSm3 } from '../../domain/sm/sm3.ts'
import { fileIdentity } from '../../node/file-identity.ts'
import { openFileSource } from '../../node/file-source.ts'
import { writeFully } from '../../node/write-fully.ts'
import type { BlobName, FileStore, StoredFile } from './file-store.ts'
import { folderFailure } from './folder-failure.ts'
import type { Pass } from './known-passes.ts'

/** A copy of a stored file that is added to before it gets a name of its own. */
export interface ExtendedFile {
  /** Settles when the copy is on the disk. Rejects as `finish`. */
  ready: Promise<void>
  /**
   * Puts the bytes behind the copy and the whole under its name, without reading the copy again. Null when what was copied
   * is not what was digested. Failures: `file.disk-full`, `file.unwritable`.
   */
  finish(addition: { previousLength: number; appended: Uint8Array }): Promise<StoredFile | null>
  /** Removes what has no name; after `finish` nothing. */
  discard(): Promise<void>
}

/**
 * Begins to copy at once, while a person is asked; the copy shares the space of the first where the file system can. It is
 * on the disk before it gets a name.
 */
export function extendFile(files: FileStore, name: BlobName, pass: Pass): ExtendedFile {
  const temporaryPath = files.partPath()
  async function copyUnchanged(): Promise<number | null> {
    const sizeInBytes = await copyWhole(files.pathOf(name), temporaryPath)
    // What has changed since the pass, before it was copied or while, is not what the phone signs. A touch is no change.
    const isUntouched = (await fileIdentity(files.pathOf(name))) === pass.identity
    return isUntouched || (await holds(temporaryPath, name)) ? sizeInBytes : null
  }
  const copied = copyUnchanged().catch((error: unknown) => {
    throw folderFailure(error, files.folder)
  })
  const ready = copied.then(() => undefined)
  // Who finishes hears of it.
  ready.catch(() => undefined)

  return {
    ready,
    async finish({ previousLength, appended }) {
      try {
        if ((await copied) !== previousLength) return null
        // Never made anew: the addition alone would stand under the name of the whole.
        const file = await open(temporaryPath, constants.O_WRONLY | constants.O_APPEND)
        try {
          if ((await file.stat()).size !== previousLength) return null
          await writeFully(file, appended)
          await file.sync()
        } finally {
          await file.close()
        }
        const { mtimeNs } = await stat(temporaryPath, { bigint: true })
        const whole = createSm3(pass.digest).update(appended)
        const blob = hexOf(whole.digest())
        await files.adopt(temporaryPath, blob, { digest: whole.save(), crc32: crc32(appended, pass.crc32), mtimeNs })
        return { blob, sizeInBytes: previousLength + appended.length }
      } catch (error) {
        throw folderFailure(error, files.folder)
      }
    },
    async discard() {
      await copied.catch(() => undefined)
      await rm(temporaryPath, { force: true })
    },
  }
}

async function holds(path: string, name: BlobName): Promise<boolean> {
  const source = await openFileSource(path)
  try {
    const digest = createSm3()
    for await (const piece of piecesOf(source)) digest.update(piece)
    return hexOf(digest.digest()) === name
  } finally {
    await source.close()
  }
}

/** The length of the copy. */
async function copyWhole(from: string, to: string): Promise<number> {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  const file = await open(to, 'r+')
  try {
    await file.sync()
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}

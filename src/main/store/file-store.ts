import { randomUUID } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hexOf } from '../../domain/bytes.ts'
import { BidsealError } from '../../domain/failure.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { identityOf } from '../../node/file-identity.ts'
import { openFileSource } from '../../node/file-source.ts'
import { writeDigested } from '../../node/write-digested.ts'
import { folderFailure } from './folder-failure.ts'
import { createKnownPasses, type Pass } from './known-passes.ts'

/** Name of a stored file: the hexadecimal SM3 of its bytes. */
export type BlobName = string

const unfinished = '.part'

/** Removes what a run that was killed left half-written, decrypted bids among it. Before anybody writes. */
export function removeUnfinished(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.endsWith(unfinished)) rmSync(join(folder, name), { force: true })
}

/**
 * Files named by what they hold: a file is written once, whole, and never changes, so that an earlier version of a
 * document is always still there and two projects share one copy.
 */
export function openFileStore(folder: string) {
  mkdirSync(folder, { recursive: true })
  const passes = createKnownPasses()
  const pathOf = (name: BlobName) => join(folder, name.slice(0, 2), name)

  async function adopt(path: string, name: BlobName, written?: Omit<Pass, 'identity'> & { mtimeNs: bigint }) {
    await mkdir(dirname(pathOf(name)), { recursive: true })
    await rename(path, pathOf(name))
    if (written === undefined) return
    const { mtimeNs, ...pass } = written
    const found = await stat(pathOf(name), { bigint: true })
    // Who wrote to it since it was digested left another time.
    if (found.mtimeNs === mtimeNs) passes.remember(name, { ...pass, identity: identityOf(found) })
  }

  /** `examine` looks at what was written, and may refuse it by throwing, before it gets its name. */
  async function putPieces(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    examine?: (path: string) => Promise<void>,
  ): Promise<StoredFile> {
    const temporaryPath = join(folder, `${randomUUID()}${unfinished}`)
    try {
      const written = await writeDigested(temporaryPath, 'wx', pieces)
      await examine?.(temporaryPath)
      const { sizeInBytes, savedSm3, crc32, mtimeNs } = written
      const blob = hexOf(written.sm3)
      await adopt(temporaryPath, blob, { digest: savedSm3, crc32, mtimeNs })
      return { blob, sizeInBytes }
    } catch (error) {
      await rm(temporaryPath, { force: true }).catch(() => undefined)
      throw folderFailure(error, folder)
    }
  }

  return {
    /** For workers, which open the same store. */
    folder,
    /** Over files that were put here; who reads one in another way hands in its pass. */
    passes,
    pathOf,
    /** Whether there is a file of this name; not whether its bytes are still its own. */
    has: async (name: BlobName) => (await stat(pathOf(name)).catch(nullWhenGone))?.isFile() ?? false,
    /** The bytes that the name promises; null when the file is gone or holds others. Failure: `file.unreadable`. */
    async read(name: BlobName): Promise<Uint8Array | null> {
      const bytes = await readFile(pathOf(name)).catch(nullWhenGone)
      return bytes !== null && hexOf(sm3(bytes)) === name ? new Uint8Array(bytes) : null
    },
    /** For reading in pieces, without a look at the digest; null when the file is gone. Failure: `file.unreadable`. */
    open: (name: BlobName) => openFileSource(pathOf(name)).catch(nullWhenGone),
    /** A path for a file that is being written; what lies there at the next start is removed. */
    partPath: () => join(folder, `${randomUUID()}${unfinished}`),
    /** Takes a file at a `partPath` whose digest is known to be its name; and the pass that was made while it was written. */
    adopt,
    put: (bytes: Uint8Array) => putPieces([bytes]),
    putPieces,
    putFile: (path: string) => putPieces(createReadStream(path, { highWaterMark: 0x100000 })),
  }
}
export type FileStore = ReturnType<typeof openFileStore>

const gone: readonly (string | undefined)[] = ['ENOENT', 'ENOTDIR', 'EISDIR', undefined]

/** A file that another program holds is there all the same: who is told that it is lost would remove what is whole. */
function nullWhenGone(error: NodeJS.ErrnoException): null {
  if (gone.includes(error.code)) return null
  throw new BidsealError({ code: 'file.unreadable', details: { fileName: error.path ?? '' } }, { cause: error })
}

export interface StoredFile {
  blob: BlobName
  sizeInBytes: number
}

import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { isStartedFor, type StartedBidFile } from '../../domain/bid-file/generate.ts'
import { chunkCountOf, decodeMeta, encodeMeta } from '../../domain/bid-file/meta.ts'
import type { BidOutline } from '../../domain/bid-file/pack.ts'
import { base64UrlOf, bytesOfBase64Url, hexOf, utf8Bytes } from '../../domain/bytes.ts'
import { BidsealError } from '../../domain/failure.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { KeyRing } from './key-ring.ts'
import { type ChunkRecords, chunkRecordSize } from './orders.ts'

/** Work that nobody went on with for so long is thrown away at the next start. */
const staleAfterMs = 3 * 24 * 3_600_000

const Remembered = z.strictObject({
  meta: z.string(),
  salt: z.string(),
  /** The file key as the operating system's secure storage gave it back. */
  protectedKey: z.string(),
  /** SM3 of the key: a secure storage that gives back other bytes must not go unnoticed. */
  keyDigest: z.string(),
})

/** A bid file in the making, and the folder in which it can be gone on with after a crash. */
export interface UnfinishedBid {
  started: StartedBidFile
  folder: string
  /** The bid file itself, without what stands around its chunks. */
  bidPath: string
  recordsPath: string
  /** What was finished before. */
  records: ChunkRecords
  /** Names files outside of this folder that are half-written until the end, so that the next start removes them. */
  willWrite(paths: readonly string[]): Promise<void>
  /**
   * Wipes the key and takes the folder away, whatever became of the work; that gigabytes go from the disk behind it is
   * nothing to wait for. What is left of half-written files is removed at a later start.
   */
  end(left?: readonly string[]): Promise<void>
}

/**
 * The bid files that are being generated, one folder each, named by the digest of its manifest. After a crash the same
 * plaintext, and no other, finds its folder again. Where the operating system has no secure storage no key is kept, and
 * work begins anew.
 */
export function openUnfinishedBids(root: string, keyRing: KeyRing) {
  mkdirSync(root, { recursive: true })
  removeStale(root)
  const busy = new Set<string>()

  async function begin(outline: BidOutline, start: () => StartedBidFile): Promise<UnfinishedBid> {
    const name = hexOf(outline.manifestDigest)
    // A second window may generate the same bid at the same time; it gets a folder and a key of its own.
    const folder = join(root, busy.has(name) ? `${name}-${randomUUID()}` : name)
    const isFirst = !busy.has(name)
    busy.add(name)
    try {
      const known = isFirst ? await recall(folder, outline) : null
      const started = known ?? (await remember(folder, start()))
      const records = await recordsOf(folder, started)
      return {
        started,
        folder,
        ...pathsIn(folder, started),
        records,
        willWrite: (paths) => writeWhole(join(folder, 'outside.json'), JSON.stringify(paths)),
        async end(left = []) {
          started.fileKey.fill(0)
          if (left.length > 0) await note(left).catch(() => undefined)
          // A name that nothing is kept under: what a crash leaves of it is removed at the next start.
          const ended = join(root, `${randomUUID()}-ended`)
          const isMoved = await rename(folder, ended).then(
            () => true,
            () => false,
          )
          const gone = removeSoon(isMoved ? ended : folder)
          if (!isMoved) await gone
          if (isFirst) busy.delete(name)
        },
      }
    } catch (error) {
      if (isFirst) busy.delete(name)
      await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      throw error instanceof BidsealError ? error : folderFailure(error, root)
    }
  }

  /** What an interrupted run began for this very archive; null when that is not so in every detail. */
  async function recall(folder: string, outline: BidOutline): Promise<StartedBidFile | null> {
    const text = await readFile(join(folder, 'started.json'), 'utf8').catch(() => null)
    const remembered = Remembered.safeParse(jsonOf(text))
    if (!remembered.success) return null
    const { meta, salt, protectedKey, keyDigest } = remembered.data
    const fileKey = keyRing.reveal(protectedKey)
    const saltBytes = bytesOfBase64Url(salt)
    if (fileKey?.length !== 32 || saltBytes?.length !== 32 || base64UrlOf(digestOfKey(fileKey)) !== keyDigest)
      return null
    try {
      const { manifestDigest } = outline
      const started = { meta: decodeMeta(utf8Bytes(meta)), salt: saltBytes, fileKey, manifestDigest }
      return isStartedFor(started, outline) ? started : null
    } catch (error) {
      if (!(error instanceof BidsealError)) throw error
      return null
    }
  }

  /** ⚔ Nothing of an earlier run may stay: its chunks are under another key. */
  async function remember(folder: string, started: StartedBidFile): Promise<StartedBidFile> {
    await rm(folder, { recursive: true, force: true })
    // What lies in here is nobody else’s to read; the bid file leaves as the user’s other new files are.
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const protectedKey = keyRing.protect(started.fileKey)
    if (protectedKey === null) return started
    const remembered: z.infer<typeof Remembered> = {
      meta: new TextDecoder().decode(encodeMeta(started.meta)),
      salt: base64UrlOf(started.salt),
      protectedKey,
      keyDigest: base64UrlOf(digestOfKey(started.fileKey)),
    }
    await writeWhole(join(folder, 'started.json'), JSON.stringify(remembered))
    return started
  }

  /** Names files outside of here that are half-written until the returned function is called, and not gone on with. */
  async function willWrite(paths: readonly string[]): Promise<() => Promise<void>> {
    let folder: string
    try {
      folder = await note(paths)
    } catch (error) {
      throw folderFailure(error, root)
    }
    return () => rm(folder, { recursive: true, force: true })
  }

  async function note(paths: readonly string[]): Promise<string> {
    const folder = join(root, randomUUID())
    await mkdir(folder)
    await writeWhole(join(folder, 'outside.json'), JSON.stringify(paths))
    return folder
  }

  return { begin, willWrite }
}
export type UnfinishedBids = ReturnType<typeof openUnfinishedBids>

const digestOfKey = (fileKey: Uint8Array) => sm3(utf8Bytes('bidseal/unfinished/v1'), fileKey)

/** ⚔ Named by the salt: chunks under another key can never be taken for these, whatever a power cut left of a removed folder. */
function pathsIn(folder: string, { salt }: StartedBidFile) {
  const name = hexOf(salt.subarray(0, 8))
  return { bidPath: join(folder, `bid-${name}`), recordsPath: join(folder, `records-${name}`) }
}

/** The records of an earlier run, or empty ones; the files of bid and records are there afterwards. */
async function recordsOf(folder: string, started: StartedBidFile): Promise<ChunkRecords> {
  const { bidPath, recordsPath } = pathsIn(folder, started)
  const sizeInBytes = chunkCountOf(started.meta) * chunkRecordSize
  const known = existsSync(bidPath) ? await readFile(recordsPath).catch(() => null) : null
  if (known?.length === sizeInBytes) return new Uint8Array(known)
  const none = new Uint8Array(sizeInBytes)
  await writeFile(bidPath, '')
  await writeFile(recordsPath, none)
  return none
}

/** On the disk as a whole or not at all. */
async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** Before anybody works here: half-written files of every interrupted run, and what nobody will go on with. */
function removeStale(root: string): void {
  for (const name of readdirSync(root)) {
    const folder = join(root, name)
    const outside = outsideOf(folder)
    for (const path of outside) removeIfPossible(path)
    const isUnfinished = /^[0-9a-f]{64}$/.test(name) && isRecent(join(folder, 'started.json'))
    // Another program holds it, or its disk is away, such as a stick: it may go at the next start.
    const isThere = outside.some((path) => existsSync(path) || !existsSync(dirname(path)))
    const isNoted = isThere && isRecent(join(folder, 'outside.json'))
    if (!isUnfinished && !isNoted) removeIfPossible(folder, { recursive: true })
  }
}

function isRecent(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs < staleAfterMs
}

/** What cannot be removed because another program holds it is removed at the next start. */
const removeSoon = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)

/** A disk that is locked or a file that another program holds must not keep the whole tool from starting. */
function removeIfPossible(path: string, options: { recursive?: boolean } = {}): void {
  try {
    rmSync(path, { ...options, force: true })
  } catch {
    // It stays where it is, under a name that nobody takes for a bid.
  }
}

/** ⚔ Only what has our ending is ever removed from a folder of the user. */
function outsideOf(folder: string): string[] {
  const path = join(folder, 'outside.json')
  const paths = z
    .array(z.string().endsWith('.part'))
    .safeParse(jsonOf(existsSync(path) ? readFileSync(path, 'utf8') : null))
  return paths.success ? paths.data : []
}

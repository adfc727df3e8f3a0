import { createCipheriv, createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type StartedBidFile, startBidFile } from '../../src/domain/bid-file/generate.ts'
import { chunksOffset } from '../../src/domain/bid-file/header.ts'
import { manifestName } from '../../src/domain/bid-file/manifest.ts'
import type { BidOutline } from '../../src/domain/bid-file/pack.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import type { KeyRing } from '../../src/main/bid-file/key-ring.ts'
import type { Content, GeneratingOrders } from '../../src/main/bid-file/orders.ts'
import { measureFiles, sealChunksInPool } from '../../src/main/bid-file/seal-chunks.ts'
import { openUnfinishedBids } from '../../src/main/bid-file/unfinished-bids.ts'
import { type Output, openOutput } from '../../src/main/bid-file/write-bid.ts'
import { openPool } from '../../src/main/workers/pool.ts'
import { today } from './authorities.ts'
import { planBid, sealBid } from './make-whole-bid.ts'
import { systemRandom } from './random.ts'
import { collectWithResult } from './streams.ts'

const program = join(import.meta.dirname, '../../src/main/workers/bid.worker.ts')
const threads = 1
const inputName = '01-投标函.pdf'

/** Secure storage that is neither, and that another process finds again. */
export const openKeyRing: KeyRing = {
  protect: (key) => Buffer.from(key).toString('hex'),
  reveal: (text) => new Uint8Array(Buffer.from(text, 'hex')),
}

/** A desktop without secure storage. */
export const noKeyRing: KeyRing = { protect: () => null, reveal: () => null }

/** What goes into every bid that is generated here: bytes that look random, in spans enough to be killed between. */
export function writeInput(folder: string, seed = 'a') {
  const key = createHash('sha256').update(seed).digest()
  const stream = createCipheriv('aes-256-ctr', key, new Uint8Array(16))
  writeFileSync(join(folder, 'input'), stream.update(new Uint8Array(10 << 20)))
}

const description = {
  tender: 't',
  section: 's',
  socialCreditCode: '91320100MA1XYZ1234',
  signingCertificate: '0'.repeat(64),
  openingForm: [],
  tool: 'test',
}

/** What the input of a folder will be in a bid. */
export async function outlineOf(folder: string) {
  const source = sourceOfBytes(new Uint8Array(readFileSync(join(folder, 'input'))))
  return planBid(description, [{ name: inputName, source }])
}

export const startedFor = (plan: BidOutline) =>
  startBidFile({ plan, created: today, random: systemRandom, chunkSize: 0x10000 })

/** The sealed chunks that one thread makes of the input from front to back, and their digest. */
export async function sealedInOnePass(folder: string, started: StartedBidFile) {
  return collectWithResult(sealBid(started, await outlineOf(folder)))
}

/** Generates a bid with neither phone nor window, as far as it gets: the handlers' own steps in their own threads. */
export async function generateIn(
  folder: string,
  {
    keyRing = openKeyRing,
    onEncrypting = () => {},
    onNaming = () => {},
    onSealed = () => {},
    trailerSize = 50,
    onWriting = () => {},
  }: {
    keyRing?: KeyRing
    onEncrypting?: () => void
    onNaming?: (paths: readonly string[]) => void
    /** While the phone is asked. */
    onSealed?: (plainPath: string) => void
    onWriting?: (doneInBytes: number) => void
    trailerSize?: number
  } = {},
) {
  const signal = new AbortController().signal
  const pool = openPool<GeneratingOrders>({ program, signal, threads })
  const path = join(folder, 'input')
  const files = [{ name: inputName, path, sizeInBytes: statSync(path).size }]
  const measured = await measureFiles(pool, files, () => {})
  const { archiveCrc32, ...outline } = await pool.run('outline', { description, files: measured })
  const contents: Content[] = [{ name: manifestName, bytes: outline.manifestBytes }, ...files]
  const unfinished = openUnfinishedBids(join(folder, 'unfinished'), keyRing)
  const work = await unfinished.begin(outline, () => startedFor(outline))
  const started = { ...work.started, fileKey: work.started.fileKey.slice() }
  const remembered = work.records.filter((byte) => byte !== 0).length
  let output: Output | null = null
  try {
    const archive = { entries: outline.entries, contents }
    output = await openOutput({
      folder,
      stem: 'bid',
      async willWrite(paths) {
        onNaming(paths)
        await work.willWrite(paths)
      },
    })
    const { bidPath } = work
    const paths = { bidPath, plainPath: output.plainPath }
    const payloadDigest = await sealChunksInPool(pool, { ...work, paths, archive, archiveCrc32 }, onEncrypting)
    await output.hold(bidPath)
    onSealed(output.plainPath)
    // What stands in for a header and a signed statement: nobody reads them here.
    const header = new Uint8Array(chunksOffset(started.meta) + 50).fill(1)
    const signedStatement = new Uint8Array(40).fill(3)
    const around = { header, trailer: new Uint8Array(trailerSize).fill(2), signedStatement }
    const written = await output.finish(pool, { ...around, meta: started.meta, outline, bidPath }, onWriting)
    return { started, payloadDigest, around, written, remembered }
  } finally {
    await pool.close()
    await work.end(await output?.end())
  }
}

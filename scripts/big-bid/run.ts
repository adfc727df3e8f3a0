import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { finishBidFile, startBidFile, statementOf } from '../../src/domain/bid-file/generate.ts'
import { manifestName } from '../../src/domain/bid-file/manifest.ts'
import { hexOf } from '../../src/domain/bytes.ts'
import { certificateDigest } from '../../src/domain/pki/certificate.ts'
import { requireWhole } from '../../src/main/bid-file/bid-digests.ts'
import { measureSources } from '../../src/main/bid-file/bid-sources.ts'
import type { Content, GeneratingOrders } from '../../src/main/bid-file/orders.ts'
import { measureFiles, sealChunksInPool } from '../../src/main/bid-file/seal-chunks.ts'
import { openUnfinishedBids } from '../../src/main/bid-file/unfinished-bids.ts'
import { openOutput } from '../../src/main/bid-file/write-bid.ts'
import { decryptBid } from '../../src/main/opening/decrypt-bid.ts'
import { openFileStore } from '../../src/main/store/file-store.ts'
import { createKnownPasses } from '../../src/main/store/known-passes.ts'
import { openPool } from '../../src/main/workers/pool.ts'
import { fileIdentity } from '../../src/node/file-identity.ts'
import { today } from '../../test/kit/authorities.ts'
import { makeBidWorld, signAs } from '../../test/kit/bids.ts'
import { peakMemoryOf } from '../peak-memory.ts'

// Generates and opens a bid of many gigabytes in the program's own threads, and tells rates and peak memory. The files in
// it are sparse: they take no room on the disk, what is made of them does (twice their size).

const { values } = parseArgs({
  options: {
    gib: { type: 'string', default: '8' },
    files: { type: 'string', default: '2' },
    folder: { type: 'string', default: tmpdir() },
    program: { type: 'string', default: join(import.meta.dirname, '../../out/workers/bid.cjs') },
  },
})
const sizeInBytes = Math.round(Number(values.gib) * 1024 ** 3)
const fileCount = Number(values.files)
const { program } = values
const folder = mkdtempSync(join(values.folder, 'bidseal-big-'))
const signal = new AbortController().signal
const quiet = () => {}
const world = makeBidWorld('big bid')
const { bidder, random, authorities } = world

const peakMiB = peakMemoryOf('self')

async function timed<T>(name: string, act: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const answer = await act()
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(before)
  const rate = (of: number) => `${of.toFixed(1)} s, ${Math.round(sizeInBytes / 1e6 / of)} MB/s`
  // On a machine that others use as well, only the second figure says something.
  console.log(`${name}: ${rate(seconds)}; of one processor ${rate((user + system) / 1e6)}`)
  return answer
}

function makeSparseFiles() {
  const each = Math.floor(sizeInBytes / fileCount)
  return Array.from({ length: fileCount }, (_, i) => {
    const path = join(folder, `input-${i}`)
    execFileSync('truncate', ['-s', String(each - i), path])
    // Something at both ends, so that the files differ.
    const file = openSync(path, 'r+')
    writeSync(file, `begin ${i}`, 0)
    writeSync(file, `end ${i}`, each - i - 8)
    return { name: `${String(i + 1).padStart(2, '0')}-大文件.bin`, path, sizeInBytes: each - i }
  })
}

/** What taking files into the store leaves of them. */
async function readFiles() {
  const files = makeSparseFiles()
  const pool = openPool<GeneratingOrders>({ program, signal })
  const passes = createKnownPasses()
  const sources = []
  for (const [i, { sm3, pass }] of (await measureFiles(pool, files, quiet).finally(pool.close)).entries()) {
    const blob = hexOf(sm3)
    passes.remember(blob, pass)
    const file = files[i]!
    sources.push({ ...file, blob, identity: (await fileIdentity(file.path)) ?? '' })
  }
  return { sources, passes }
}

async function generate({ sources: files, passes }: Awaited<ReturnType<typeof readFiles>>) {
  const pool = openPool<GeneratingOrders>({ program, signal })
  const measured = await measureSources(pool, files, { passes, tell: quiet })
  const description = {
    tender: 'big-2026-001',
    section: 'a1',
    socialCreditCode: '91320100MA1XYZ1234',
    signingCertificate: hexOf(certificateDigest(bidder.sign.certificate)),
    openingForm: [],
    tool: 'big-bid',
  }
  const { archiveCrc32, ...outline } = await pool.run('outline', { description, files: measured })
  const contents: Content[] = [{ name: manifestName, bytes: outline.manifestBytes }, ...files]
  const unfinished = openUnfinishedBids(join(folder, 'unfinished'), { protect: () => null, reveal: () => null })
  const work = await unfinished.begin(outline, () => startBidFile({ plan: outline, created: today, random }))
  const { started } = work
  const archive = { entries: outline.entries, contents }
  const output = await openOutput({ folder, stem: 'big', willWrite: work.willWrite })
  const paths = { bidPath: work.bidPath, plainPath: output.plainPath }
  const payloadDigest = await timed('  encrypting', () =>
    sealChunksInPool(pool, { ...work, paths, archive, archiveCrc32 }, quiet),
  )
  await pool.close()
  const recipients = [bidder.encrypt.certificate]
  const statement = statementOf(outline, { payloadDigest, recipients, created: today })
  const finished = finishBidFile(
    started,
    {
      statement,
      signature: signAs(bidder, statement, random),
      signer: bidder.sign.certificate,
      chain: [authorities.issuing[0].certificate],
      recipients,
    },
    { random },
  )
  const fileKey = started.fileKey.slice()
  await output.hold(work.bidPath)
  const bid = { ...finished, meta: started.meta, outline, bidPath: work.bidPath }
  const written = await timed('  writing', () => output.finish(openPool({ program, signal }), bid, quiet))
  await work.end(await output.end())
  return { ...written, fileKey, files }
}

console.log(`peak memory before: ${peakMiB()} MiB`)
try {
  const read = await timed('read', readFiles)
  const made = await timed('generated', () => generate(read))
  const generatingPeak = peakMiB()
  const { fileKey } = made
  rmSync(join(folder, made.plainCopyName))
  const path = join(folder, made.bidFileName)
  const identity = (await fileIdentity(path)) ?? ''
  await timed('checked', () => requireWhole(path, program, { signal, report: quiet }))
  const opened = await timed('opened', () =>
    decryptBid(
      {
        program,
        path,
        identity,
        fileKey,
        store: openFileStore(join(folder, 'files')),
        trust: {
          roots: [authorities.root.certificate.der],
          intermediates: [authorities.issuing[0].certificate.der],
          revocationLists: authorities.revocationLists.map(({ der }) => der),
        },
      },
      { signal, report: quiet },
    ),
  )
  const openingPeak = peakMiB()
  const isSame = opened.files.every(({ sizeInBytes: size }, i) => size === statSync(made.files[i]!.path).size)
  console.log(`peak memory: ${generatingPeak} MiB generating, ${openingPeak} MiB opening (${process.version})`)
  console.log(
    `${availableParallelism()} threads, ${fileCount} files, bid file of ${made.sizeInBytes} bytes, ${opened.report.verdict}`,
  )
  process.exitCode = isSame && Math.max(generatingPeak, openingPeak) <= 250 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { element } from '../../src/domain/asn1/write-der.ts'
import { hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { fillSeal } from '../../src/domain/pdf/fill-seal.ts'
import { readSeals } from '../../src/domain/pdf/read-seals.ts'
import { openPdfDesk } from '../../src/main/signing/pdf-desk.ts'
import { extendFile } from '../../src/main/store/extended-file.ts'
import { openFileStore } from '../../src/main/store/file-store.ts'
import { openFileSource } from '../../src/node/file-source.ts'
import { type CrossReferences, writeHollowPdf } from '../../test/kit/hollow-pdf.ts'

const root = join(import.meta.dirname, '..', '..')
const mebibyte = 1024 * 1024
const kinds: CrossReferences[] = ['table', 'stream', 'object streams', 'hybrid']

/**
 * Seals a large PDF as the app does, in its threads, and says where the time goes and how much memory the process had at
 * most. `node scripts/large-pdf/run.ts` does 100 MiB, 600 MiB and 5 GiB, each in a process of its own; with a size in MiB
 * and a kind of cross-references only that one.
 */
async function main([size, kind = 'table']: readonly string[]): Promise<void> {
  if (size === undefined) {
    for (const sizeInMiB of [100, 600]) for (const each of kinds) runAlone(sizeInMiB, each)
    return runAlone(5 * 1024, 'table')
  }
  const folder = mkdtempSync(join(tmpdir(), 'bidseal-large-'))
  try {
    await sealOne(folder, Number(size), kind as CrossReferences)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function runAlone(sizeInMiB: number, kind: CrossReferences): void {
  execFileSync(process.execPath, [import.meta.filename, String(sizeInMiB), kind], { stdio: 'inherit' })
}

async function sealOne(folder: string, sizeInMiB: number, kind: CrossReferences): Promise<void> {
  const [workersFolder, filesFolder] = [join(folder, 'workers'), join(folder, 'files')]
  mkdirSync(workersFolder)
  const worker = pathToFileURL(join(root, 'src', 'main', 'workers', 'pdf.worker.ts')).href
  writeFileSync(join(workersFolder, 'pdf.cjs'), `import(${JSON.stringify(worker)})`)
  const files = openFileStore(filesFolder)
  const desk = openPdfDesk({ workersFolder, files })
  const importFile = (path: string) => desk.work(null, (threads) => threads.run('import', { path, filesFolder }))
  const times: [string, number][] = []
  const timed = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const result = await act()
    times.push([what, performance.now() - start])
    return result
  }

  await importFile(writeHollowPdf(join(folder, 'small.pdf'), 100_000, 'table')) // starts a thread
  const memoryBefore = mostMemory()
  const path = writeHollowPdf(join(folder, 'large.pdf'), sizeInMiB * mebibyte, kind)
  const { file } = await timed('import', () => importFile(path))
  const request = {
    fieldName: 'seal-1',
    name: 'large-pdf',
    reason: 'large-pdf',
    signingTime: new Date(0),
    holeSizeInBytes: 8192,
  }
  const png = new Uint8Array(readFileSync(join(root, 'resources', 'demo', 'seals', 'bidder-a', 'official.png')))
  // As in the app, where it happens while the person looks for a place.
  const encodedPicture = await desk.work(null, (threads) => threads.run('encode', { png }))
  const stored = { filesFolder, blob: file.blob }
  const known = await timed('read ahead, while a place is found', () =>
    desk.work(null, (threads) => threads.run('digest', stored)),
  )
  const order = {
    ...stored,
    known,
    placed: { placements: [{ page: 1, xMm: 60, yMm: 60 }], crossPage: false },
    picture: { type: 'png', data: png, widthMm: 42, heightMm: 42 },
    request: { ...request, encodedPicture },
  }
  const answer = await timed('prepare', () => desk.work(null, (threads) => threads.run('prepare', order)))
  const { prepared, pass } = answer!
  const copy = extendFile(files, file.blob, pass)
  await timed('copy, while the phone is asked', () => copy.ready)
  const der = element(0x30, utf8Bytes('signature'))
  const after = await timed('finish', () => copy.finish({ ...prepared, appended: fillSeal(prepared, der) }))
  await desk.close()
  console.log(`${sizeInMiB} MiB, ${kind}, ${availableParallelism()} cores`)
  for (const [what, milliseconds] of times) console.log(`  ${what.padEnd(34)}${milliseconds.toFixed(0).padStart(7)} ms`)
  console.log(`  ${'most memory'.padEnd(34)}${mostMemory().padStart(7)} MiB, before the large file ${memoryBefore} MiB`)
  await requireSound(files.pathOf(after!.blob), prepared.digest)
}

/** Of the whole process, threads and all. */
const mostMemory = () => (process.resourceUsage().maxRSS / 1024).toFixed(0)

/** Read back by us, whole, and by qpdf. */
async function requireSound(path: string, digest: Uint8Array): Promise<void> {
  const source = await openFileSource(path)
  const [seal] = readSeals(source)
  await source.close()
  if (seal?.coverage.kind !== 'sound' || hexOf(seal.coverage.digest) !== hexOf(digest))
    throw new Error('The seal is not sound')
  execFileSync('qpdf', ['--check', path], { stdio: ['ignore', 'ignore', 'inherit'] })
}

await main(process.argv.slice(2))

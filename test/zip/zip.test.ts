import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BlobReader,
  BlobWriter,
  TextReader,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ByteSource, sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { crc32 } from '../../src/domain/zip/crc32.ts'
import { isSafeEntryName } from '../../src/domain/zip/entry-name.ts'
import { readEntry, readZip } from '../../src/domain/zip/read-zip.ts'
import { measureFile, writeZip } from '../../src/domain/zip/write-zip.ts'
import { localHeader, zipDirectory, zipSize } from '../../src/domain/zip/zip-records.ts'
import { carelessZip } from '../kit/careless-zip.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { collect } from '../kit/streams.ts'

const file = (name: string, text: string) => measureFile({ name, source: sourceOfBytes(utf8Bytes(text)) })
const zipOf = async (...files: [name: string, text: string][]) =>
  collect(writeZip(await Promise.all(files.map(([name, text]) => file(name, text)))))

const failureOfReading = (zip: Uint8Array) => failureOfAsync(() => readZip(sourceOfBytes(zip)))

test('CRC-32 of the digits is the published check value', () => {
  expect(crc32(utf8Bytes('123456789'))).toBe(0xcbf43926)
})

test('what is written is read back, and is as long as was said before', async () => {
  const content = fc.array(fc.tuple(fc.stringMatching(/^[a-z文]{1,20}$/), fc.string()), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(content, async (pairs) => {
      const files = pairs.map(([name, text], i): [string, string] => [`${i}${name}`, text])
      const zip = await zipOf(...files)
      const source = sourceOfBytes(zip)
      const entries = await readZip(source)
      expect(zipSize(entries)).toBe(zip.length)
      const read = await Promise.all(
        entries.map(async (entry) => [entry.name, await collect(readEntry(source, entry))]),
      )
      expect(read).toEqual(files.map(([name, text]) => [name, utf8Bytes(text)]))
    }),
    { numRuns: 30 },
  )
})

test('other programs read the archive', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bidseal-zip-'))
  try {
    writeFileSync(join(folder, 'a.zip'), await zipOf(['商务标/报价.pdf', 'price'], ['空.txt', '']))
    const listing = execFileSync('python3', [
      '-c',
      'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nfor n in z.namelist(): sys.stdout.buffer.write((n + "=" + z.read(n).decode() + ";").encode())',
      join(folder, 'a.zip'),
    ])
    expect(listing.toString()).toBe('商务标/报价.pdf=price;空.txt=;')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a large archive carries ZIP64 records that another library understands', async () => {
  const large = { name: 'large.bin', sizeInBytes: 5_000_000_000, crc32: 0 }
  const small = { name: 'small.txt', sizeInBytes: 1, crc32: crc32(utf8Bytes('x')) }
  const parts = [
    localHeader(large),
    large.sizeInBytes,
    localHeader(small),
    utf8Bytes('x'),
    zipDirectory([large, small]),
  ]
  const sparse = sparseSource(parts)
  const entries = await readZip(sparse)
  expect(entries.map(({ name, sizeInBytes }) => ({ name, sizeInBytes }))).toEqual([
    { name: 'large.bin', sizeInBytes: 5_000_000_000 },
    { name: 'small.txt', sizeInBytes: 1 },
  ])
  class SparseReader extends Uint8ArrayReader {
    override size = sparse.sizeInBytes
    override async init() {}
    override readUint8Array(offset: number, length: number) {
      return sparse.read(offset, Math.min(length, sparse.sizeInBytes - offset))
    }
  }
  const theirs = await new ZipReader(new SparseReader(new Uint8Array(0))).getEntries()
  expect(theirs.map((entry) => [entry.filename, entry.uncompressedSize])).toEqual([
    ['large.bin', 5_000_000_000],
    ['small.txt', 1],
  ])
})

test.each([
  '../evil.pdf',
  '/etc/passwd',
  'a/../b',
  'a\\b',
  'C:evil',
  'a//b',
  './a',
  'a/',
  'nul.txt',
  'name.',
  'a\u0000b',
  'e\u0301',
  '',
])('the name %j is refused', async (name) => {
  expect(isSafeEntryName(name)).toBe(false)
  expect(await failureOfReading(carelessZip(['manifest.json', '{}'], [name, 'x']))).toEqual({
    code: 'zip.name-unsafe',
    details: { name },
  })
})

test('two entries of one name are refused, also when only the case differs', async () => {
  expect(await failureOfReading(carelessZip(['报价.PDF', 'a'], ['报价.pdf', 'b']))).toEqual({
    code: 'zip.entry-duplicate',
    details: { name: '报价.pdf' },
  })
})

test('a second archive behind the first is refused', async () => {
  const zip = await zipOf(['a', 'honest'])
  const both = concatBytes(zip, await zipOf(['a', 'forged']))
  expect(await failureOfReading(both)).toMatchObject({ code: 'zip.damaged', details: { offset: zip.length } })
})

test('a compressed entry is refused before anything is inflated', async () => {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    dataDescriptor: false,
    extendedTimestamp: false,
    useWebWorkers: false,
  })
  await writer.add('bomb.txt', new TextReader('0'.repeat(100_000)))
  expect(await failureOfReading(await writer.close())).toEqual({
    code: 'zip.entry-compressed',
    details: { name: 'bomb.txt' },
  })
})

test('an archive in another encoding of the same entries is refused', async () => {
  const writer = new ZipWriter(new BlobWriter(), {
    level: 0,
    dataDescriptor: false,
    extendedTimestamp: false,
    useWebWorkers: false,
  })
  await writer.add('a.txt', new BlobReader(new Blob(['x'])))
  const zip = new Uint8Array(await (await writer.close()).arrayBuffer())
  expect((await failureOfReading(zip))?.code).toBe('zip.damaged')
})

test('every changed byte of an archive is noticed', async () => {
  const zip = await zipOf(['一.txt', 'one'], ['二.txt', 'two'])
  for (let at = 0; at < zip.length; at++) {
    const changed = zip.slice()
    changed[at]! ^= 0x11
    const failure = await failureOfAsync(async () => {
      const source = sourceOfBytes(changed)
      for (const entry of await readZip(source)) await collect(readEntry(source, entry))
    })
    expect(failure?.code, `byte ${at}`).toMatch(/^zip\./)
  }
})

test('a file that changes while it is packed is noticed', async () => {
  const content = utf8Bytes('before')
  const measured = await measureFile({ name: 'a.txt', source: sourceOfBytes(content) })
  content.set(utf8Bytes('AFTER!'))
  expect(await failureOfAsync(() => collect(writeZip([measured])))).toEqual({
    code: 'zip.source-changed',
    details: { name: 'a.txt' },
  })
})

/** A source made of real parts and of gaps (numbers) that read as zeros. */
function sparseSource(parts: readonly (Uint8Array | number)[]): ByteSource {
  const lengths = parts.map((part) => (typeof part === 'number' ? part : part.length))
  return {
    sizeInBytes: lengths.reduce((total, length) => total + length, 0),
    read: async (offset, length) => {
      const bytes = new Uint8Array(length)
      let start = 0
      for (const [i, part] of parts.entries()) {
        if (typeof part !== 'number')
          for (let at = Math.max(offset, start); at < Math.min(offset + length, start + part.length); at++)
            bytes[at - offset] = part[at - start]!
        start += lengths[i]!
      }
      return bytes
    },
  }
}

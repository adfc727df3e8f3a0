import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteSource } from '../../src/domain/byte-source.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { type ArchivePart, archiveCrc32, archiveParts, readArchive } from '../../src/domain/zip/archive-layout.ts'
import { crc32, crc32Shift, joinedCrc32 } from '../../src/domain/zip/crc32.ts'
import { readZipDirectory } from '../../src/domain/zip/read-directory.ts'
import { contentOf, readZip } from '../../src/domain/zip/read-zip.ts'
import { measureFile, writeZip } from '../../src/domain/zip/write-zip.ts'
import { localHeader, zipSize } from '../../src/domain/zip/zip-records.ts'
import { collect } from '../kit/streams.ts'

const contents = ['first', '', 'third '.repeat(50)].map((text) => new TextEncoder().encode(text))
const files = await Promise.all(
  contents.map((bytes, i) => measureFile({ name: `${i}.pdf`, source: sourceOfBytes(bytes) })),
)
const archive = await collect(writeZip(files))
const readContent = (entry: number, offset: number, into: Uint8Array) =>
  into.set(contents[entry]!.subarray(offset, offset + into.length))

test('any stretch of an archive is the same as when it is written from front to back', () => {
  const parts = archiveParts(files)
  fc.assert(
    fc.property(fc.nat(archive.length), fc.nat(archive.length), (one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)]
      const into = new Uint8Array(end - start)
      readArchive(parts, start, into, readContent)
      expect(into).toEqual(archive.slice(start, end))
    }),
  )
  expect(archiveCrc32(parts)).toBe(crc32(archive))
})

test('the CRC-32 of two parts is that of the whole', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (first, second) => {
      const joined = joinedCrc32(crc32(first), crc32(second), crc32Shift(second.length))
      expect(joined).toBe(crc32(second, crc32(first)))
    }),
  )
})

/** An archive whose contents are zeros that exist nowhere. */
function sourceOf(parts: ArchivePart[], sizeInBytes: number): ByteSource {
  return {
    sizeInBytes,
    async read(offset, length) {
      const into = new Uint8Array(length)
      readArchive(parts, offset, into, () => {})
      return into
    },
  }
}

test('an archive of nine gigabytes is laid out, and read back, with ZIP64 records', async () => {
  const large = [5, 4, 0.000001].map((gib, i) => ({
    name: `${i}.pdf`,
    sizeInBytes: Math.round(gib * 1024 ** 3),
    crc32: i,
  }))
  const sizeInBytes = zipSize(large)
  const source = sourceOf(archiveParts(large), sizeInBytes)
  const entries = await readZip(source)
  expect(entries.map(({ name, sizeInBytes: size, crc32: sum }) => ({ name, sizeInBytes: size, crc32: sum }))).toEqual(
    large,
  )
  expect(contentOf(source, entries[2]!).sizeInBytes).toBe(large[2]!.sizeInBytes)
  expect(await readZipDirectory(source)).toEqual(entries)
})

// The offset of the directory is all ones from 2³² − 1 on, and stands in a record of its own.
test.each([-2, -1, 0, 1])(
  'a directory at 2³² + %i is read from the end as it is from the beginning',
  async (beyond) => {
    const header = localHeader({ name: 'a', sizeInBytes: 0, crc32: 0 }).length
    const entries = [{ name: 'a', sizeInBytes: 2 ** 32 + beyond - header - 1000, crc32: 7 }]
    entries.push({ name: 'b', sizeInBytes: 1000 - header, crc32: 8 })
    const source = sourceOf(archiveParts(entries), zipSize(entries))
    expect(await readZipDirectory(source)).toEqual(await readZip(source))
  },
)

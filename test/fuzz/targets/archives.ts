import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { requireFiles } from '../../../src/domain/bid-file/contents.ts'
import { readPlainCopy } from '../../../src/domain/bid-file/plain-copy.ts'
import type { ByteSource } from '../../../src/domain/byte-source.ts'
import { sourceOfBytes } from '../../../src/domain/byte-source.ts'
import { concatBytes, hexOf, utf8Bytes } from '../../../src/domain/bytes.ts'
import { tenderSchema } from '../../../src/domain/project/tender.ts'
import { readTenderFile } from '../../../src/domain/project/tender-file.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import { recognizeFile } from '../../../src/domain/verify/recognize.ts'
import { crc32 } from '../../../src/domain/zip/crc32.ts'
import { readZipDirectory, requireLocalHeader } from '../../../src/domain/zip/read-directory.ts'
import { readEntry, readZip } from '../../../src/domain/zip/read-zip.ts'
import { localHeader, zipDirectory } from '../../../src/domain/zip/zip-records.ts'
import { makeEnterprise } from '../../kit/authorities.ts'
import { makeBid, makeBidWorld, makePlainCopy, makePlan } from '../../kit/bids.ts'
import { carelessZip } from '../../kit/careless-zip.ts'
import { makeTenderFile, sampleTender, tenderer } from '../../kit/tender-files.ts'
import { anyText } from '../any-text.ts'
import { jsonMutations } from '../mutate-json.ts'
import { readJson } from '../read-json.ts'
import { Fault } from '../run-case.ts'
import type { FuzzTarget } from '../target.ts'

const world = makeBidWorld('fuzz archives')
const { random } = world
const bid = await makeBid(world, {
  plan: await makePlan(world.bidder, { files: { '商务标/投标函.pdf': 'letter '.repeat(40) } }),
})
const plainCopy = await makePlainCopy(bid)
const holder = makeEnterprise(world.authorities.issuing[0], tenderer, random)
const tenderFile = await makeTenderFile(sampleTender, holder, world.authorities)

/** A source that counts: work that does not grow with the file, but with what the file says, is a fault. */
export function countingSource(input: Uint8Array): ByteSource {
  const source = sourceOfBytes(input)
  let bytesLeft = 16 * input.length + 100_000
  return {
    sizeInBytes: input.length,
    read(offset, length) {
      bytesLeft -= length + 16
      if (bytesLeft < 0) throw new Fault('reads its input over and over')
      return source.read(offset, length)
    },
  }
}

const names = fc.oneof(
  fc.constantFrom(
    'a',
    'a/b.pdf',
    '../x',
    'A',
    'con',
    'a/',
    '/',
    'manifest.json',
    'tender.json',
    '投标函.pdf',
    'e\u0301',
    'a\\b',
  ),
  anyText,
)

/** Archives of any names and sizes; some say something else of an entry than what stands there. */
const grownZips = fc
  .array(
    fc.record({
      name: names,
      content: fc.uint8Array({ maxLength: 40 }),
      lie: fc.constantFrom(0, 0, 0, 0, 1, -1, 0xffffffff, 2 ** 40),
      crc: fc.constantFrom(0, 0, 0, 1),
    }),
    { maxLength: 12 },
  )
  .map((files) => {
    const entries = files.map(({ name, content, lie, crc }) => ({
      name: name.toWellFormed(),
      sizeInBytes: Math.max(0, content.length + lie),
      crc32: (crc32(content) ^ crc) >>> 0,
      content,
    }))
    return concatBytes(...entries.flatMap((entry) => [localHeader(entry), entry.content]), zipDirectory(entries))
  })

async function readAll(source: ByteSource): Promise<void> {
  for (const entry of await readZip(source)) for await (const _ of readEntry(source, entry));
}

/** From its directory on. */
async function readBackwards(input: Uint8Array) {
  const entries = await readZipDirectory(countingSource(input))
  for (const entry of entries) requireLocalHeader(sourceOfBytes(input), entry)
  return entries
}

export const archiveTargets: readonly FuzzTarget[] = [
  {
    name: 'zip',
    seeds: [carelessZip(['a', 'x'], ['文件夹/投标函.pdf', 'letter '.repeat(10)]), carelessZip()],
    grown: grownZips,
    cases: 5_000,
    async read(input) {
      await readAll(countingSource(input))
      return null
    },
  },
  {
    name: 'zip-directory',
    seeds: [carelessZip(['a', 'x'], ['文件夹/投标函.pdf', 'letter '.repeat(10)]), carelessZip()],
    grown: grownZips,
    cases: 5_000,
    async read(input) {
      const [walked, backwards] = await Promise.allSettled([readZip(sourceOfBytes(input)), readBackwards(input)])
      // ⚔ Two readers that see different files in one archive, or one that sees any where the other refuses.
      const [one, other] = [walked, backwards].map((read) => (read.status === 'fulfilled' ? read.value : null))
      if (!isDeepStrictEqual(one, other)) throw new Fault('the two readers of archives differ')
      if (backwards.status === 'rejected') throw backwards.reason
      return null
    },
  },
  {
    name: 'tender-file',
    seeds: [tenderFile],
    cases: 700,
    async read(input) {
      const { tender, signer, files } = await readTenderFile(countingSource(input), tenderSchema)
      const listed = [...files.values()].map(({ name, crc32, sizeInBytes }) => [name, crc32, sizeInBytes])
      return () => `${JSON.stringify(tender)} ${hexOf(signer.subjectPublicKeyInfo)} ${JSON.stringify(listed)}`
    },
  },
  {
    name: 'tender-json',
    seeds: [utf8Bytes(JSON.stringify(sampleTender))],
    mutations: jsonMutations,
    cases: 500,
    read: (input) => readJson(tenderSchema, input),
  },
  {
    name: 'plain-copy',
    seeds: [plainCopy],
    cases: 1_000,
    async read(input) {
      const source = countingSource(input)
      const { contents } = await readPlainCopy(source)
      await requireFiles(source, contents)
      return () => hexOf(sm3(input))
    },
  },
  {
    name: 'recognized-file',
    seeds: [
      plainCopy.subarray(0, 900),
      tenderFile.subarray(0, 900),
      bid.file.subarray(0, 200),
      utf8Bytes('  %PDF-1.7'),
    ],
    cases: 24_000,
    async read(input) {
      await recognizeFile(countingSource(input))
      return null
    },
  },
]

import { expect, test } from 'vitest'
import { type BidContents, readContents } from '../../src/domain/bid-file/contents.ts'
import { decodeHeader, headerBytesOf, readHeader } from '../../src/domain/bid-file/header.ts'
import { payloadDigestOf } from '../../src/domain/bid-file/payload.ts'
import { readSignedStatement, readTrailer, recipientsOf } from '../../src/domain/bid-file/trailer.ts'
import { type ByteSource, sourceOfBytes } from '../../src/domain/byte-source.ts'
import { utf8Bytes } from '../../src/domain/bytes.ts'
import { contentOf, type LocatedEntry } from '../../src/domain/zip/read-zip.ts'
import { issueCertificate } from '../kit/authorities.ts'
import {
  bidderName,
  chunkSize,
  makeBid,
  makeBidWorld,
  makePlainCopy,
  makePlan,
  openWith,
  smallFiles,
} from '../kit/bids.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { requirePlainCopy } from '../kit/open-whole-bid.ts'
import { collect } from '../kit/streams.ts'

const world = makeBidWorld()
const bid = await makeBid(world)

async function textsOf(quarantine: ByteSource, { manifest, entries }: BidContents) {
  const texts: Record<string, string> = {}
  for (const { path } of manifest.files) {
    const entry = entries.get(path) as LocatedEntry
    texts[path] = new TextDecoder().decode(await collect(pieces(contentOf(quarantine, entry))))
  }
  return texts
}

async function* pieces(source: ByteSource) {
  yield await source.read(0, source.sizeInBytes)
}

test.each(['bidder', 'colleague'] as const)('the certificate of the %s opens the bid', async (who) => {
  const { quarantine, contents } = await openWith(bid.file, world[who].encrypt)
  expect(contents.manifest.openingForm).toEqual([{ id: 'total', title: '投标总价', value: '1000000.00' }])
  expect(await textsOf(quarantine, contents)).toEqual(smallFiles)
})

test('a certificate that was not chosen is refused with the names of those that were', async () => {
  expect(await failureOfAsync(() => openWith(bid.file, world.rival.encrypt))).toEqual({
    code: 'bid-file.not-a-recipient',
    details: { recipients: [bidderName, bidderName] },
  })
})

test('the statement can be held against the chunks without any key', async () => {
  const source = sourceOfBytes(bid.file)
  const header = await readHeader(source)
  const { statement } = readSignedStatement(await readTrailer(source, header))
  expect(statement).toEqual(bid.statement)
  expect(await payloadDigestOf(source, header)).toEqual(statement.payloadDigest)
})

test('a file tells who can open it', () => {
  const names = recipientsOf(readSignedStatement(bid.signedStatement)).map((one) => one.serialNumber)
  expect(new Set(names)).toEqual(
    new Set([world.bidder.encrypt.certificate.serialNumber, world.colleague.encrypt.certificate.serialNumber]),
  )
})

test('the plain copy proves itself', async () => {
  const { contents, signed } = await requirePlainCopy(sourceOfBytes(await makePlainCopy(bid)))
  expect({ files: contents.manifest.files.length, code: signed.statement.socialCreditCode }).toEqual({
    files: 2,
    code: '91320100MA1XYZ1234',
  })
})

test('a changed file in a plain copy is named', async () => {
  const copy = await makePlainCopy(bid)
  const at = Buffer.from(copy).indexOf(Buffer.from(utf8Bytes('method ')))
  copy[at]! ^= 1
  expect((await failureOfAsync(() => requirePlainCopy(sourceOfBytes(copy))))?.code).toMatch(/^zip\./)
})

test('a header read from both ends of a file is the header that was made', async () => {
  const header = await readHeader(sourceOfBytes(bid.file))
  expect([header, headerBytesOf(header)]).toEqual([decodeHeader(bid.header), bid.header])
})

test('progress and cancelling', async () => {
  const plan = await makePlan(world.bidder, { files: { 'a.pdf': 'x'.repeat(12 * chunkSize) } })
  const source = sourceOfBytes((await makeBid(world, { plan })).file)
  const header = await readHeader(source)
  const seen: number[] = []
  const stop = new AbortController()
  const onProgress = (bytesDone: number) => {
    seen.push(bytesDone)
    if (seen.length === 2) stop.abort()
  }
  const failure = await failureOfAsync(() => payloadDigestOf(source, header, { signal: stop.signal, onProgress }))
  expect({ failure, seen }).toEqual({ failure: { code: 'task.cancelled', details: {} }, seen: [4160, 8320] })
})

test('an archive that is only a ZIP is not taken for a bid', async () => {
  const zip = (await makePlainCopy(bid)).slice()
  expect((await failureOfAsync(() => readContents(sourceOfBytes(zip))))?.code).toBe('zip.entry-unlisted')
})

test('sixty-four recipients fit, and the last of them opens the bid', async () => {
  const { issuing, random } = world.authorities
  const recipients = Array.from({ length: 64 }, () =>
    issueCertificate({ profile: 'encrypt', issuer: issuing[0], subject: { commonName: '某人' }, random }),
  )
  const wide = await makeBid(world, { recipients: recipients.map(({ certificate }) => certificate) })
  const { contents } = await openWith(wide.file, recipients[63]!)
  expect(contents.manifest.tender).toBe('nj-2026-001')
})

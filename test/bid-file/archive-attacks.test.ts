import { posix } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, test } from 'vitest'
import { encodeManifest } from '../../src/domain/bid-file/manifest.ts'
import { assembleStatement, readSignedStatement } from '../../src/domain/bid-file/trailer.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { makeBid, makeBidWorld, makePlainCopy, makePlan, signAs } from '../kit/bids.ts'
import { carelessZip } from '../kit/careless-zip.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { requireBid, requirePlainCopy } from '../kit/open-whole-bid.ts'

const world = makeBidWorld('archives')
const plan = await makePlan(world.bidder, { files: { 'a.pdf': 'honest' } })
const bid = await makeBid(world, { plan })

type File = [name: string, text: string]
const manifestOf = (files: readonly File[]) =>
  encodeManifest({
    ...plan.manifest,
    files: files.map(([path, text]) => ({
      path,
      sizeInBytes: utf8Bytes(text).length,
      sm3: hexOf(sm3(utf8Bytes(text))),
    })),
  })

/** A malicious bidder's archive, properly signed: only the archive itself is wrong. */
async function failureOfBid(listed: readonly File[], entries: readonly File[]) {
  const manifest = manifestOf(listed)
  const statement = { ...bid.statement, manifestDigest: sm3(manifest) }
  const signed = assembleStatement({
    statement,
    signature: signAs(world.bidder, statement, world.random),
    signer: world.bidder.sign.certificate,
    chain: [],
    recipients: [world.bidder.encrypt.certificate, world.colleague.encrypt.certificate],
  })
  const zip = carelessZip(['manifest.json', new TextDecoder().decode(manifest)], ...entries)
  return failureOfAsync(() => requireBid(sourceOfBytes(zip), readSignedStatement(signed)))
}

/** Where a tool that believes the archive would write each entry below /opened, the last of a name winning. */
async function bareExtract(zip: Uint8Array): Promise<Record<string, string>> {
  const written: Record<string, string> = {}
  for (const entry of await new ZipReader(new Uint8ArrayReader(zip)).getEntries({ filenameValidation: 'tolerant' }))
    if (!entry.directory)
      written[posix.join('/opened', entry.filename)] = new TextDecoder().decode(
        await entry.getData(new Uint8ArrayWriter(), { useWebWorkers: false }),
      )
  return written
}

const honest: File = ['a.pdf', 'honest']

test('an honest archive passes', async () => {
  expect(await failureOfBid([honest], [honest])).toBeNull()
})

describe('a name that climbs out of the folder', () => {
  const evil: File = ['../../etc/evil', 'x']
  test('is written elsewhere by a believing tool', async () => {
    expect(await bareExtract(carelessZip(honest, evil))).toEqual({ '/opened/a.pdf': 'honest', '/etc/evil': 'x' })
  })
  test('is refused', async () => {
    expect(await failureOfBid([honest], [honest, evil])).toEqual({
      code: 'zip.name-unsafe',
      details: { name: '../../etc/evil' },
    })
  })
})

describe('two entries of one name', () => {
  const forged: File = ['a.pdf', 'forged']
  test('leave a believing tool with the second', async () => {
    expect(await bareExtract(carelessZip(honest, forged))).toEqual({ '/opened/a.pdf': 'forged' })
  })
  test('are refused', async () => {
    expect(await failureOfBid([honest], [honest, forged])).toEqual({
      code: 'zip.entry-duplicate',
      details: { name: 'a.pdf' },
    })
  })
})

describe('an archive behind the archive', () => {
  const both = concatBytes(carelessZip(honest), carelessZip(['a.pdf', 'forged']))
  test('is what a believing tool reads', async () => {
    expect(await bareExtract(both)).toEqual({ '/opened/a.pdf': 'forged' })
  })
  test('is refused in a plain copy', async () => {
    const copy = concatBytes(await makePlainCopy(bid), carelessZip(['a.pdf', 'forged']))
    expect((await failureOfAsync(() => requirePlainCopy(sourceOfBytes(copy))))?.code).toBe('zip.damaged')
  })
})

test('an entry that the manifest does not list is refused', async () => {
  expect(await failureOfBid([honest], [honest, ['extra.pdf', 'x']])).toEqual({
    code: 'zip.entry-unlisted',
    details: { name: 'extra.pdf' },
  })
})

test('a file that the manifest lists twice is refused', async () => {
  expect(await failureOfBid([honest, honest], [honest])).toEqual({
    code: 'zip.entry-missing',
    details: { name: 'a.pdf' },
  })
})

test('an entry that is missing is refused', async () => {
  expect(await failureOfBid([honest, ['b.pdf', 'x']], [honest])).toEqual({
    code: 'zip.entry-missing',
    details: { name: 'b.pdf' },
  })
})

test.each(['forged', 'other length'])('an entry with the content %j is refused', async (text) => {
  expect(await failureOfBid([honest], [['a.pdf', text]])).toEqual({
    code: 'zip.entry-changed',
    details: { name: 'a.pdf' },
  })
})

test('a manifest that does not stand first is refused', async () => {
  const zip = carelessZip(honest, ['manifest.json', new TextDecoder().decode(manifestOf([honest]))])
  expect(
    (await failureOfAsync(() => requireBid(sourceOfBytes(zip), readSignedStatement(bid.signedStatement))))?.code,
  ).toBe('bid-file.manifest-invalid')
})

test('a manifest in another spelling is refused', async () => {
  const spaced = new TextDecoder().decode(manifestOf([honest])).replace('{', '{ ')
  const zip = carelessZip(['manifest.json', spaced], honest)
  expect(await failureOfAsync(() => requireBid(sourceOfBytes(zip), readSignedStatement(bid.signedStatement)))).toEqual({
    code: 'bid-file.manifest-invalid',
    details: { reason: 'not in its canonical spelling' },
  })
})

test('a plain copy with the statement of another bid is refused', async () => {
  const other = await makeBid(world, { plan: await makePlan(world.bidder, { files: { 'a.pdf': 'another' } }) })
  const copy = await makePlainCopy({ ...bid, signedStatement: other.signedStatement })
  expect(await failureOfAsync(() => requirePlainCopy(sourceOfBytes(copy)))).toEqual({
    code: 'bid-file.statement-mismatch',
    details: { field: 'manifest' },
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeHeader, encodeHeader, headerPartLimit } from '../../src/domain/bid-file/header.ts'
import {
  type BidFileMeta,
  decodeMeta,
  encodeMeta,
  largestChunkSize,
  payloadSizeOf,
} from '../../src/domain/bid-file/meta.ts'
import {
  type BidStatement,
  decodeStatement,
  encodeStatement,
  recipientLimit,
  sortDigests,
} from '../../src/domain/bid-file/statement.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, uint32Bytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { trustedPath, verifyChain } from '../../src/domain/pki/chain.ts'
import { today } from '../kit/authorities.ts'
import { bidFileOf } from '../kit/bid-bytes.ts'
import { makeBid, makeBidWorld, makePlan, openWith } from '../kit/bids.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'
import { sealChunks } from '../kit/make-whole-bid.ts'
import { openChunks } from '../kit/open-whole-bid.ts'
import { seededRandom } from '../kit/random.ts'
import { collect, collectWithResult, inPieces } from '../kit/streams.ts'

const random = seededRandom('properties')
const salt = random(32)
const fileKey = random(32)

const metaOf = (plaintextLength: number, chunkSize: number): BidFileMeta => ({
  tender: 't',
  section: 's',
  suite: 'sm4-gcm',
  chunkSize,
  plaintextLength,
  created: '2026-09-01T00:00:00Z',
})

async function sealAndOpen(plaintext: Uint8Array, chunkSize: number, pieceSize: number) {
  const meta = metaOf(plaintext.length, chunkSize)
  const sealed = await collectWithResult(sealChunks(inPieces(plaintext, pieceSize), { meta, salt, fileKey }))
  const header = encodeHeader({ meta, salt, envelopeDer: new Uint8Array(0) }, fileKey)
  const source = sourceOfBytes(bidFileOf(header, sealed.bytes))
  const opened = await collectWithResult(openChunks(source, decodeHeader(header), fileKey))
  return { meta, sealed, opened }
}

test('what was sealed opens, whatever its length and however it arrives', async () => {
  const lengths = fc.oneof(fc.constantFrom(0, 1, 1023, 1024, 1025, 2048, 4097), fc.nat(5000))
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 3000 }), async (length, pieceSize) => {
      const plaintext = random(length)
      const { meta, sealed, opened } = await sealAndOpen(plaintext, 1024, pieceSize)
      expect({ size: sealed.bytes.length, ...opened }).toEqual({
        size: payloadSizeOf(meta),
        bytes: plaintext,
        result: sealed.result,
      })
    }),
    { numRuns: 60 },
  )
})

test.each([largestChunkSize - 1, largestChunkSize, largestChunkSize + 1])(
  '%i bytes in full-size chunks',
  async (length) => {
    const plaintext = new Uint8Array(length).fill(7)
    const { opened } = await sealAndOpen(plaintext, largestChunkSize, 300_000)
    expect(Buffer.compare(opened.bytes, plaintext)).toBe(0)
  },
)

test('a plaintext that is not as long as was said is a bug of the caller', async () => {
  const seal = (length: number) =>
    collect(sealChunks(inPieces(new Uint8Array(length), 100), { meta: metaOf(1000, 1024), salt, fileKey }))
  await expect(seal(999)).rejects.toThrow(RangeError)
  await expect(seal(1001)).rejects.toThrow(RangeError)
})

test('every flipped byte of a file is a named failure', async () => {
  const world = makeBidWorld('flips')
  const { root, revocationLists } = world.authorities
  const { file } = await makeBid(world, {
    plan: await makePlan(world.bidder, { files: { 'a.pdf': 'x'.repeat(3000) } }),
  })
  const open = async (bytes: Uint8Array) => {
    const { signed } = await openWith(bytes, world.bidder.encrypt)
    const { signer: leaf, certificates: intermediates } = signed
    const roots = [root.certificate]
    trustedPath(verifyChain({ leaf, intermediates, roots, revocationLists, at: today, usage: 'sign' }))
  }
  expect(await failureOfAsync(() => open(file))).toBeNull()
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(7), async (at, bit) => {
      const changed = file.slice()
      changed[at]! ^= 1 << bit
      expect(await failureOfAsync(() => open(changed)), `byte ${at} of ${file.length}`).not.toBeNull()
    }),
    { numRuns: 400 },
  )
})

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 })
const statements: fc.Arbitrary<BidStatement> = fc.record({
  tender: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  section: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  socialCreditCode: fc.stringMatching(/^[0-9A-Z]{18}$/),
  manifestDigest: digest,
  payloadDigest: digest,
  recipientDigests: fc
    .uniqueArray(digest, { minLength: 1, maxLength: recipientLimit, selector: (bytes) => bytes.join() })
    .map(sortDigests),
  created: fc.constantFrom('2026-09-01T00:00:00Z', '2049-12-31T23:59:59Z', '2050-01-01T00:00:00Z'),
})

test('a statement is read back from its encoding', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      expect(decodeStatement(encodeStatement(statement))).toEqual(statement)
    }),
  )
})

test('no other bytes are a statement', () => {
  fc.assert(
    fc.property(statements, fc.nat(), fc.integer({ min: 1, max: 255 }), (statement, place, flip) => {
      const der = encodeStatement(statement)
      der[place % der.length]! ^= flip
      const failure = failureOf(() => expect(decodeStatement(der)).not.toEqual(statement))
      expect([undefined, 'bid-file.statement-invalid']).toContain(failure?.code)
    }),
  )
})

test.each([
  ['no recipient', { recipientDigests: [] }],
  ['recipients in another order', { recipientDigests: [new Uint8Array(32).fill(2), new Uint8Array(32).fill(1)] }],
  ['a recipient twice', { recipientDigests: [new Uint8Array(32), new Uint8Array(32)] }],
  ['a time with a fraction', { created: '2026-09-01T00:00:00.500Z' }],
  ['a tender that is no identifier', { tender: '../x' }],
])('a statement with %s cannot be made', (_, change) => {
  const statement = {
    tender: 't',
    section: 's',
    socialCreditCode: '91320100MA1XYZ1234',
    manifestDigest: new Uint8Array(32),
    payloadDigest: new Uint8Array(32),
    recipientDigests: [new Uint8Array(32)],
    created: '2026-09-01T00:00:00Z',
  }
  expect(failureOf(() => encodeStatement({ ...statement, ...change }))?.code).toBe('bid-file.statement-invalid')
})

test('a file of another kind, a newer version and a boundless header are told apart', () => {
  const meta = encodeMeta(metaOf(0, 1024))
  const boundless = concatBytes(
    utf8Bytes('BIDENC01'),
    uint32Bytes(meta.length),
    meta,
    salt,
    uint32Bytes(headerPartLimit + 1),
  )
  const codes = [utf8Bytes('%PDF-1.7'), utf8Bytes('BIDENC02'), boundless].map(
    (bytes) => failureOf(() => decodeHeader(bytes))?.code,
  )
  expect(codes).toEqual(['bid-file.not-a-bid-file', 'bid-file.version-unknown', 'bid-file.header-malformed'])
})

test.each([
  ['a name', { name: '某公司' }],
  ['an odd chunk size', { chunkSize: 1000 }],
  ['too large a chunk', { chunkSize: 2 * largestChunkSize }],
  ['more chunks than numbers', { plaintextLength: 1024 * 2 ** 33 }],
])('a meta with %s is refused', (_, change) => {
  const bytes = utf8Bytes(JSON.stringify(Object.fromEntries(Object.entries({ ...metaOf(0, 1024), ...change }).sort())))
  expect(failureOf(() => decodeMeta(bytes))?.code).toBe('bid-file.header-malformed')
})

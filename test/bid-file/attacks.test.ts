import { describe, expect, test } from 'vitest'
import { finishBidFile, isStartedFor, startBidFile } from '../../src/domain/bid-file/generate.ts'
import { decodeHeader, encodeHeader, isHeaderOf, requireHeaderOf } from '../../src/domain/bid-file/header.ts'
import { encodeMeta } from '../../src/domain/bid-file/meta.ts'
import { requireSignedHeader, unwrapFileKey } from '../../src/domain/bid-file/open.ts'
import { sortDigests } from '../../src/domain/bid-file/statement.ts'
import { assembleStatement, encodeTrailer, readSignedStatement } from '../../src/domain/bid-file/trailer.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { type Certificate, certificateDigest } from '../../src/domain/pki/certificate.ts'
import { findRecipient, readEnvelope, sealEnvelope } from '../../src/domain/pki/enveloped-data.ts'
import { decryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { hmacSm3, sm3 } from '../../src/domain/sm/sm3.ts'
import { createSm4Gcm } from '../../src/domain/sm/sm4-gcm.ts'
import { type Holder, today } from '../kit/authorities.ts'
import {
  bareBidderOf,
  makeBareBidFile,
  openBareBidFile,
  openBareChunks,
  sealBareChunks,
  signBare,
} from '../kit/bare-bid-file.ts'
import { bidFileOf } from '../kit/bid-bytes.ts'
import { chunkSize, makeBid, makeBidWorld, makePlan, openWith, signAs } from '../kit/bids.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'
import { collideGcm } from '../kit/gcm-collision.ts'
import { sealBid } from '../kit/make-whole-bid.ts'
import { openChunks } from '../kit/open-whole-bid.ts'
import { collect } from '../kit/streams.ts'

const world = makeBidWorld('attacks')
const { random, bidder, colleague, rival } = world
const bid = await makeBid(world)
const fileKey = bid.started.fileKey
const recipients = [bidder.encrypt.certificate, colleague.encrypt.certificate]
const bareKey = random(32)
const bare = makeBareBidFile(
  { fileKey: bareKey, chunks: ['one', 'two', 'three'].map(utf8Bytes), signer: bidder },
  recipients,
  random,
)

const sealedSize = chunkSize + 16
const chunkAt = (chunks: Uint8Array, i: number) => chunks.subarray(i * sealedSize, (i + 1) * sealedSize)
const withChunks = (...chunks: Uint8Array[]) => bidFileOf(bid.header, concatBytes(...chunks), bid.trailer)
const failureOfOpening = (file: Uint8Array, holder = bidder) => failureOfAsync(() => openWith(file, holder.encrypt))

/** The file of `bid` under a statement of the attacker's making. */
function resigned(by: Holder, changes: Partial<typeof bid.statement>): Uint8Array {
  const statement = { ...bid.statement, ...changes }
  const signature = signAs(by, statement, random)
  const signed = assembleStatement({ statement, signature, signer: by.sign.certificate, chain: [], recipients })
  return bidFileOf(bid.header, bid.chunks, encodeTrailer(signed))
}

describe('a stolen bid, signed again by another bidder', () => {
  test('is the thief’s in a bare file', () => {
    const stolen = { ...bare, signature: signBare(bare.chunks, rival.sign, random) }
    expect(bareBidderOf(stolen)).toEqual(rival.sign.certificate)
  })

  test('is refused when the statement still names the victim', async () => {
    expect(await failureOfOpening(resigned(rival, {}))).toEqual({ code: 'bid-file.signer-mismatch', details: {} })
  })

  test('is refused when the statement names the thief', async () => {
    expect(await failureOfOpening(resigned(rival, { socialCreditCode: '91320100MA1ABC5678' }))).toEqual({
      code: 'bid-file.statement-mismatch',
      details: { field: 'socialCreditCode' },
    })
  })

  test('is refused when another certificate of the same enterprise signs', async () => {
    expect(await failureOfOpening(resigned(colleague, {}))).toEqual({ code: 'bid-file.signer-mismatch', details: {} })
  })

  test('is refused for another tender or section', async () => {
    const failures = [
      await failureOfOpening(resigned(bidder, { tender: 'nj-2026-002' })),
      await failureOfOpening(resigned(bidder, { section: 'a2' })),
    ]
    expect(failures.map((failure) => failure?.details)).toEqual([{ field: 'tender' }, { field: 'section' }])
  })
})

describe('a server that adds a recipient', () => {
  const added = [...recipients, rival.encrypt.certificate]

  test('reads a bare file', () => {
    const file = makeBareBidFile({ fileKey: bareKey, chunks: bare.chunks, signer: bidder }, added, random)
    expect(openBareBidFile(file, rival.encrypt)).not.toBeNull()
  })

  const finishFor = (certificates: readonly Certificate[]) => {
    const { statement } = bid
    const signature = signAs(bidder, statement, random)
    const answer = { statement, signature, signer: bidder.sign.certificate, chain: [], recipients: certificates }
    return finishBidFile(bid.started, answer, { random })
  }

  test('is noticed before the envelope is made, because the phone signed who may open', () => {
    expect(failureOf(() => finishFor(added))).toEqual({
      code: 'bid-file.statement-mismatch',
      details: { field: 'recipients' },
    })
  })

  test('is noticed in a finished file', () => {
    const envelopeDer = sealEnvelope({ content: fileKey, recipients: added, random })
    const header = decodeHeader(encodeHeader({ ...bid.started, envelopeDer }, fileKey))
    expect(failureOf(() => requireSignedHeader(header, readSignedStatement(bid.signedStatement)))).toEqual({
      code: 'bid-file.statement-mismatch',
      details: { field: 'recipients' },
    })
  })

  test('a recipient that was taken away is noticed, too', () => {
    const envelopeDer = sealEnvelope({ content: fileKey, recipients: recipients.slice(1), random })
    const header = decodeHeader(encodeHeader({ ...bid.started, envelopeDer }, fileKey))
    expect(failureOf(() => requireSignedHeader(header, readSignedStatement(bid.signedStatement)))?.details).toEqual({
      field: 'recipients',
    })
  })

  test('a statement that lists digests nobody can hold against the envelope is refused', async () => {
    const statement = { recipientDigests: sortDigests([...recipients, rival.sign.certificate].map(certificateDigest)) }
    expect((await failureOfOpening(resigned(bidder, statement)))?.details).toEqual({ field: 'recipients' })
  })
})

describe('going on after an interruption with other files', () => {
  test('gives away the difference of both when a nonce is used twice', () => {
    const cipher = createSm4Gcm(bareKey.subarray(0, 16))
    const [before, after] = [utf8Bytes('price 100'), utf8Bytes('price 987')]
    const sealed = [before, after].map((text) => cipher.seal(new Uint8Array(12), new Uint8Array(0), text))
    const difference = before.map((_, i) => sealed[0]![i]! ^ sealed[1]![i]!)
    expect(difference.map((byte, i) => byte ^ before[i]!)).toEqual(after)
  })

  test('is refused before the first chunk', async () => {
    const changed = await makePlan(bidder, { files: { 'a.pdf': 'another price' } })
    expect([changed, bid.plan].map((plan) => isStartedFor(bid.started, plan))).toEqual([false, true])
  })

  test('with the same files gives the same chunks', async () => {
    expect(await collect(sealBid(bid.started, bid.plan))).toEqual(bid.chunks)
  })
})

describe('moving chunks', () => {
  const [first, second, third] = bare.chunks as [Uint8Array, Uint8Array, Uint8Array]
  const [a, b, rest] = [chunkAt(bid.chunks, 0), chunkAt(bid.chunks, 1), bid.chunks.subarray(2 * sealedSize)]

  test('a bare file opens when they are exchanged, dropped, repeated or come from another file', () => {
    const other = sealBareChunks(bareKey, [utf8Bytes('alien')], random)
    const texts = [[second, first], [first], [first, first, third], [first, ...other]].map((chunks) =>
      new TextDecoder().decode(openBareChunks(bareKey, chunks) ?? new Uint8Array(0)),
    )
    expect(texts).toEqual(['twoone', 'one', 'oneonethree', 'onealien'])
  })

  test('exchanged chunks are named', async () => {
    expect(await failureOfOpening(withChunks(b, a, rest))).toEqual({
      code: 'bid-file.chunks-reordered',
      details: { chunk: 0, belongsAt: 1 },
    })
  })

  test('a repeated chunk is named', async () => {
    expect(await failureOfOpening(withChunks(a, a, rest))).toEqual({
      code: 'bid-file.chunks-reordered',
      details: { chunk: 1, belongsAt: 0 },
    })
  })

  test('a chunk of another bid under the same key is refused', async () => {
    const plan = await makePlan(bidder, { files: { 'a.pdf': 'x'.repeat(5000) } })
    const other = await collect(
      sealBid({ ...startBidFile({ plan, created: today, random, chunkSize }), fileKey }, plan),
    )
    expect(await failureOfOpening(withChunks(chunkAt(other, 0), b, rest))).toEqual({
      code: 'bid-file.chunk-changed',
      details: { chunk: 0 },
    })
  })

  test('a file that ends early says so', async () => {
    for (const size of [bid.file.length - 1, bid.header.length + sealedSize, bid.header.length, 40])
      expect((await failureOfOpening(bid.file.subarray(0, size)))?.code, `${size} bytes`).toBe('bid-file.truncated')
  })

  test('bytes after the end are refused', async () => {
    expect(await failureOfOpening(concatBytes(bid.file, utf8Bytes('PK')))).toEqual({
      code: 'bid-file.trailing-bytes',
      details: { extraBytes: 2 },
    })
  })

  test('a shorter bid under a changed meta is refused, though its chunks and their end would fit', async () => {
    const meta = { ...bid.started.meta, plaintextLength: chunkSize }
    const header = decodeHeader(bid.header)
    const changed = encodeHeader({ meta, salt: header.salt, envelopeDer: header.envelopeDer }, random(32))
    expect(await failureOfOpening(bidFileOf(changed, a, bid.trailer))).toEqual({
      code: 'bid-file.envelope-damaged',
      details: {},
    })
  })
})

describe('one payload with two meanings', () => {
  const meta = { ...bid.started.meta, plaintextLength: 64 }
  const { salt } = bid.started
  const keys: [Uint8Array, Uint8Array] = [random(32), random(32)]
  const chunks = collideGcm([payloadKey(keys[0]), payloadKey(keys[1])], {
    nonce: concatBytes(new Uint8Array(11), Uint8Array.of(1)),
    associatedData: sm3(utf8Bytes('BIDENC01-payload'), encodeMeta(meta), salt),
    ciphertext: random(64),
  })
  const envelopeDer = sealEnvelope({ content: keys[0], recipients, random })
  const headerBytes = encodeHeader({ meta, salt, envelopeDer }, keys[0])
  const header = decodeHeader(headerBytes)

  function payloadKey(key: Uint8Array) {
    return hmacSm3(key, utf8Bytes('payload'), salt).subarray(0, 16)
  }

  test('opens for both keys where GCM stands alone', async () => {
    const source = sourceOfBytes(bidFileOf(headerBytes, chunks))
    const [one, two] = [
      await collect(openChunks(source, header, keys[0])),
      await collect(openChunks(source, header, keys[1])),
    ]
    expect({ lengths: [one.length, two.length], isSame: one.join() === two.join() }).toEqual({
      lengths: [64, 64],
      isSame: false,
    })
  })

  test('has one key, because the header commits to it', () => {
    expect(keys.map((key) => isHeaderOf(header, key))).toEqual([true, false])
  })
})

describe('a header from elsewhere', () => {
  const phone = bidder.encrypt
  const unwrap = (header: ReturnType<typeof decodeHeader>) => {
    const wrapped = findRecipient(readEnvelope(header.envelopeDer), phone.certificate)
    return unwrapFileKey(header, wrapped && decryptSm2(phone.key.privateKey, wrapped))
  }

  test('the phone releases no key for an envelope under another tender’s meta', () => {
    const header = decodeHeader(bid.header)
    const meta = { ...header.meta, tender: 'nj-2026-999' }
    const moved = { ...header, meta, metaBytes: encodeMeta(meta) }
    expect(failureOf(() => unwrap(moved))).toEqual({ code: 'bid-file.envelope-damaged', details: {} })
  })

  test('a whole header of another bid does not open these chunks', async () => {
    const other = await makeBid(world, { plan: await makePlan(bidder) })
    expect(await failureOfOpening(bidFileOf(other.header, bid.chunks, bid.trailer))).toEqual({
      code: 'bid-file.chunk-changed',
      details: { chunk: 0 },
    })
  })

  test('a whole header and payload of another bid do not pass under this statement', async () => {
    const other = await makeBid(world, { plan: await makePlan(bidder) })
    expect(await failureOfOpening(bidFileOf(other.header, other.chunks, bid.trailer))).toEqual({
      code: 'bid-file.statement-mismatch',
      details: { field: 'payload' },
    })
  })

  test('a header that changed after the phone saw it is refused by the desktop', async () => {
    const changed = bid.header.slice()
    changed[changed.length - 1]! ^= 1

    expect(failureOf(() => requireHeaderOf(decodeHeader(changed), fileKey))).toEqual({
      code: 'bid-file.header-changed',
      details: {},
    })
  })
})

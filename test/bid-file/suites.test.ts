import { createHmac, webcrypto } from 'node:crypto'
import { expect, test } from 'vitest'
import { startBidFile } from '../../src/domain/bid-file/generate.ts'
import { decodeHeader, encodeHeader } from '../../src/domain/bid-file/header.ts'
import { decodeMeta, encodeMeta } from '../../src/domain/bid-file/meta.ts'
import type { CipherFactory } from '../../src/domain/bid-file/suite.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { utf8Bytes, utf8Text } from '../../src/domain/bytes.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { nodeCiphers } from '../../src/node/aes-gcm.ts'
import { today } from '../kit/authorities.ts'
import { bidFileOf } from '../kit/bid-bytes.ts'
import { chunkSize, makeBidWorld, makePlan } from '../kit/bids.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'
import { sealChunks } from '../kit/make-whole-bid.ts'
import { openChunks } from '../kit/open-whole-bid.ts'
import { collect, collectWithResult } from '../kit/streams.ts'

const world = makeBidWorld('suites')
const plan = await makePlan(world.bidder)
const drawn = startBidFile({ plan, created: today, random: world.random, chunkSize, suite: 'aes-256-gcm' })
const plaintext = new Uint8Array(chunkSize + 100).map((_, at) => at)
const started = { ...drawn, meta: { ...drawn.meta, plaintextLength: plaintext.length } }
async function* pieces() {
  yield plaintext
}
const { bytes: chunks } = await collectWithResult(sealChunks(pieces(), started, nodeCiphers))
const header = encodeHeader(
  { meta: started.meta, salt: started.salt, envelopeDer: Uint8Array.of(0x30, 0) },
  started.fileKey,
)
const openIt = (bytes: Uint8Array, createCipher?: CipherFactory) =>
  collect(openChunks(sourceOfBytes(bidFileOf(header, bytes)), decodeHeader(header), started.fileKey, createCipher))

test('a bid file of the suite AES-256-GCM opens where the host has AES', async () => {
  expect(await openIt(chunks, nodeCiphers)).toEqual(plaintext)
})

test('its first chunk is what docs/formats/bid-file.md says, to another implementation', async () => {
  const payloadKey = createHmac('sm3', started.fileKey).update('payload').update(started.salt).digest()
  const key = await webcrypto.subtle.importKey('raw', payloadKey, 'AES-GCM', false, ['decrypt'])
  const additionalData = new Uint8Array(sm3(utf8Bytes('BIDENC01-payload'), encodeMeta(started.meta), started.salt))
  const first = new Uint8Array(chunks.subarray(0, chunkSize + 16))
  const opened = await webcrypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData }, key, first)
  expect(new Uint8Array(opened)).toEqual(plaintext.subarray(0, chunkSize))
})

test('a changed byte and a missing end are noticed as with SM4', async () => {
  const changed = chunks.slice()
  changed[chunkSize + 20]! ^= 1
  expect(await failureOfAsync(() => openIt(changed, nodeCiphers))).toEqual({
    code: 'bid-file.chunk-changed',
    details: { chunk: 1 },
  })
})

test('where the host has no AES, and where nobody knows the suite, it is refused by name', async () => {
  const newer = utf8Bytes(utf8Text(encodeMeta(started.meta))!.replace('aes-256-gcm', 'zuc-256-mac'))
  expect([await failureOfAsync(() => openIt(chunks)), failureOf(() => decodeMeta(newer))]).toEqual([
    { code: 'bid-file.suite-unsupported', details: { suite: 'aes-256-gcm' } },
    { code: 'bid-file.suite-unsupported', details: { suite: 'zuc-256-mac' } },
  ])
})

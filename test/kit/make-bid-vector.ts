import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chunksOffset, decodeHeader, headerBackOffset } from '../../src/domain/bid-file/header.ts'
import { readSignedStatement } from '../../src/domain/bid-file/trailer.ts'
import { hexOf } from '../../src/domain/bytes.ts'
import { makeBid, makeBidWorld, makePlainCopy, makePlan } from './bids.ts'

// Writes test/vectors/bid-file.json and prints what docs/formats/bid-file.md shows of it: the same on every run.

const world = makeBidWorld('bid vector')
const { bidder, authorities } = world
const plan = await makePlan(bidder, { files: { '投标函.pdf': 'Bidseal\n'.repeat(85) } })
const bid = await makeBid(world, { plan, recipients: [bidder.encrypt.certificate] })
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const vector = {
  comment: 'One bid file and its plain copy, the key of its only recipient, and what must come out.',
  root: base64(authorities.root.certificate.der),
  recipientCertificate: base64(bidder.encrypt.certificate.der),
  recipientPrivateKey: bidder.encrypt.key.privateKey.toString(16).padStart(64, '0'),
  fileKey: hexOf(bid.started.fileKey),
  payloadDigest: hexOf(bid.statement.payloadDigest),
  manifestDigest: hexOf(bid.statement.manifestDigest),
  bidFile: base64(bid.file),
  plainCopy: base64(await makePlainCopy(bid)),
}
const path = join(import.meta.dirname, '../vectors/bid-file.json')
await writeFile(path, `${JSON.stringify(vector, null, 2)}\n`)

const header = decodeHeader(bid.header)
const saltAt = 12 + header.metaBytes.length
const places = {
  size: bid.file.length,
  meta: [12, header.metaBytes.length],
  salt: saltAt,
  chunks: [chunksOffset(header.meta), bid.chunks.length],
  envelope: [headerBackOffset(header.meta) + 4, header.envelopeDer.length],
  mac: header.sizeInBytes + bid.chunks.length - 32,
  trailer: [header.sizeInBytes + bid.chunks.length, bid.trailer.length],
}
console.log(JSON.stringify(places))
for (let at = 0; at < 0xc0; at += 16) {
  const line = bid.file.subarray(at, at + 16)
  const [left, right] = [line.subarray(0, 8), line.subarray(8)].map((half) =>
    [...half].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
  )
  const text = [...line].map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
  console.log(`${at.toString(16).padStart(8, '0')}  ${left}  ${right}  |${text}|`)
}
const { statement } = readSignedStatement(bid.signedStatement)
console.log(hexOf(statement.manifestDigest), hexOf(statement.payloadDigest), statement.recipientDigests.map(hexOf))
console.log(new TextDecoder().decode(plan.files[0] && (await plan.files[0].source.read(0, plan.files[0].sizeInBytes))))

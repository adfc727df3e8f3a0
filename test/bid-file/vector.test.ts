import { createDecipheriv, createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { chunksOffset, readHeader } from '../../src/domain/bid-file/header.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { bytesOfBase64, bytesOfHex, hexOf } from '../../src/domain/bytes.ts'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import { generator } from '../../src/domain/sm/sm2-curve.ts'
import { openWith } from '../kit/bids.ts'
import { requirePlainCopy } from '../kit/open-whole-bid.ts'
import vector from '../vectors/bid-file.json' with { type: 'json' }

const file = bytesOfBase64(vector.bidFile)!
const privateKey = BigInt(`0x${vector.recipientPrivateKey}`)
const recipient = {
  certificate: readCertificate(bytesOfBase64(vector.recipientCertificate)!),
  key: { privateKey, publicKey: generator.multiply(privateKey) },
}

test('the published bid file opens with its recipient’s key', async () => {
  const { contents, signed } = await openWith(file, recipient)
  expect({
    files: contents.manifest.files.map(({ path }) => path),
    payload: hexOf(signed.statement.payloadDigest),
  }).toEqual({
    files: ['投标函.pdf'],
    payload: vector.payloadDigest,
  })
})

test('another implementation of the primitives finds the same archive inside', async () => {
  const { salt, meta } = await readHeader(sourceOfBytes(file))
  const start = chunksOffset(meta)
  const key = createHmac('sm3', bytesOfHex(vector.fileKey)!).update('payload').update(salt).digest().subarray(0, 16)
  const sealedSize = meta.chunkSize + 16
  const sealed = [file.slice(start, start + sealedSize), file.slice(start + sealedSize)]
  const plaintext = sealed.map((chunk, i) => {
    // GCM encrypts in counter mode from nonce ‖ 2: seven zeros, the number of the chunk, the final flag.
    const counter = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, i, i, 0, 0, 0, 2)
    return createDecipheriv('sm4-ctr', key, counter).update(chunk).subarray(0, meta.chunkSize)
  })
  const archive = Buffer.concat(plaintext).subarray(0, meta.plaintextLength)
  const plainCopy = Buffer.from(vector.plainCopy, 'base64')
  const filesEnd = archive.indexOf('PK\u0001\u0002')
  expect(archive.subarray(0, filesEnd).equals(plainCopy.subarray(0, filesEnd))).toBe(true)
})

test('another implementation of SM3 finds the digest of the chunks', async () => {
  const { salt, meta } = await readHeader(sourceOfBytes(file))
  const cuts = [0, meta.chunkSize + 16, meta.plaintextLength + 32].map((at) => chunksOffset(meta) + at)
  const digests = [0, 1].map((i) =>
    createHash('sm3')
      .update(file.slice(cuts[i], cuts[i + 1]))
      .digest(),
  )
  const both = createHash('sm3').update('BIDENC01-chunks').update(salt).update(Buffer.concat(digests))
  expect(both.digest('hex')).toBe(vector.payloadDigest)
})

test('the published plain copy proves itself', async () => {
  const { contents } = await requirePlainCopy(sourceOfBytes(bytesOfBase64(vector.plainCopy)!))
  expect(createHash('sm3').update(contents.manifestBytes).digest('hex')).toBe(vector.manifestDigest)
})

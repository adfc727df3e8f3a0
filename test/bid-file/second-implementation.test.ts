import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { bytesOfBase64, bytesOfHex, hexOf } from '../../src/domain/bytes.ts'
import { certificateDigest } from '../../src/domain/pki/certificate.ts'
import { encodeScalar } from '../../src/domain/sm/sm2-curve.ts'
import type { Identity } from '../kit/authorities.ts'
import { bidderName, makeBid, makeBidWorld, makePlan, openWith } from '../kit/bids.ts'
import { runJudge } from '../kit/openssl.ts'
import vector from '../vectors/bid-file.json' with { type: 'json' }

// A reader in Python, written from docs/formats alone. Where Python is not installed these tests say so and are left out.
const hasPython = spawnSync('python3', ['--version']).status === 0
const title = hasPython ? 'The reader in Python' : 'The reader in Python is not judging: no python3'
const program = fileURLToPath(new URL('../../scripts/judges/read_bid.py', import.meta.url))

const world = makeBidWorld('second implementation')
const published = bytesOfBase64(vector.bidFile)!

function judge(file: Uint8Array, privateKey: Uint8Array, ...options: string[]) {
  return runJudge('python3', ['-B', program, '@bid.bdtf', '--key', hexOf(privateKey), ...options], { 'bid.bdtf': file })
}

const keyOf = ({ key }: Identity) => encodeScalar(key.privateKey)
const vectorKey = bytesOfHex(vector.recipientPrivateKey)!

/** The published bid with one bit changed. */
function changedAt(offset: number): Uint8Array {
  const file = published.slice()
  file[offset]! ^= 1
  return file
}

describe.skipIf(!hasPython)(title, () => {
  test('opens the published bid', () => {
    expect(JSON.parse(judge(published, vectorKey).text)).toEqual([
      {
        path: '投标函.pdf',
        sizeInBytes: 680,
        sm3: '6de40ab409253fd4ea094e3cb5daaa27b38651279092e46de4475570dd626ed0',
      },
    ])
  })

  test('finds the files of a new bid that our own reader finds, an empty one and a long one among them', async () => {
    const files = { '商务标/投标函.pdf': '', 'b/a.bin': 'method '.repeat(300), 'a.txt': 'x' }
    const { file } = await makeBid(world, { plan: await makePlan(world.bidder, { files }) })
    const { contents } = await openWith(file, world.colleague.encrypt)
    expect(JSON.parse(judge(file, keyOf(world.colleague.encrypt)).text)).toEqual(contents.manifest.files)
  })

  test('names the bid, its signer and its recipients', async () => {
    const recipient = world.bidder.encrypt
    const { file, statement } = await makeBid(world, {
      plan: await makePlan(world.bidder, { files: { 'a.txt': 'a' } }),
      recipients: [recipient.certificate],
    })
    const { tender, section, socialCreditCode, created } = statement
    expect(JSON.parse(judge(file, keyOf(recipient), '--verify').text)).toEqual({
      tender,
      section,
      signedAt: created,
      signer: { name: bidderName, sm3: hexOf(certificateDigest(world.bidder.sign.certificate)), socialCreditCode },
      recipients: [{ name: bidderName, sm3: hexOf(certificateDigest(recipient.certificate)) }],
    })
  })

  test.each([
    ['a changed byte of a chunk', changedAt(1300), 'chunk-changed: chunk 1 was changed or stands in the wrong place.'],
    ['a changed byte of the salt', changedAt(150), 'envelope-damaged: the envelope or the header was changed.'],
    ['a truncated file', published.slice(0, -1), 'truncated: the file ends too early.'],
    ['a byte too many', Uint8Array.of(...published, 0), 'trailing-bytes: there are bytes behind the trailer.'],
  ])('refuses %s', (_, file, sentence) => {
    const { isAccepted, text } = judge(file, vectorKey)
    expect({ isAccepted, text }).toEqual({ isAccepted: false, text: `${sentence}\n` })
  })

  test('refuses the key of somebody else and names who can open the bid', () => {
    expect(judge(published, keyOf(world.rival.encrypt)).text).toBe(
      `not-a-recipient: the key is none of the recipients, who are: ${bidderName}.\n`,
    )
  })
})

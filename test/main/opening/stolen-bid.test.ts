import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { base64UrlOf } from '../../../src/domain/bytes.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import type { Desktop } from '../../../src/main/desktop.ts'
import { openBidOf } from '../../../src/main/opening/open-bid.ts'
import type { OpeningBidder, OpeningSection } from '../../../src/protocol/opening-section.ts'
import { makeRoot, today } from '../../kit/authorities.ts'
import { chunksAt } from '../../kit/bid-bytes.ts'
import { makeBid, makeBidWorld } from '../../kit/bids.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'

// The desktop's own key is kept with the operating system; nothing of it is used here.
vi.mock('electron', () => ({ safeStorage: {} }))

const world = makeBidWorld('stolen bids')
const { root, issuing } = world.authorities
const bid = await makeBid(world)
const changed = bid.file.slice()
changed[chunksAt(bid.header) + 5]! ^= 1
const bidderCode = '91320100MA1XYZ1234'
const askedForAKey = new Error('a phone was asked for the key')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-stolen-'))
  const { href } = pathToFileURL(join(import.meta.dirname, '../../../src/main/workers/bid.worker.ts'))
  writeFileSync(join(folder, 'bid.cjs'), `import(${JSON.stringify(href)})`)
})
afterEach(() => rmSync(folder, { recursive: true }))

interface Hall {
  socialCreditCode?: string
  sectionCode?: string
  digest?: string
  roots?: (typeof root)[]
  file?: Uint8Array
}

/** What the hall says when it is to open the bid; the last thing it may do is to ask a phone. */
function open({ socialCreditCode = bidderCode, sectionCode = 'a1', roots = [root], file = bid.file, ...given }: Hall) {
  writeFileSync(join(folder, 'bid.bdtf'), file)
  const { digest = base64UrlOf(sm3(file)) } = given
  const bidder = { bidFileId: 'bid', bidderName: '某公司', socialCreditCode, digest, sizeInBytes: bid.file.length }
  const section = { section: { tenderCode: 'nj-2026-001', tenderName: '', sectionCode, sectionName: '' } }
  const intermediates = issuing.map(({ certificate }) => certificate)
  const desktop = {
    store: { temporary: folder, downloads: folder },
    trust: async () => ({ roots: roots.map(({ certificate }) => certificate), intermediates, revocationLists: [] }),
    server: {
      now: () => today.getTime(),
      get desktopKey(): never {
        throw askedForAKey
      },
    },
  } as unknown as Desktop
  return openBidOf(
    desktop,
    {
      section: section as unknown as OpeningSection,
      bidder: bidder as unknown as ReturnType<typeof OpeningBidder.parse>,
      token: 'token',
      workersFolder: folder,
    },
    { windowId: 1, signal: new AbortController().signal, report: () => {} },
  )
}

test('a bid of the account that uploaded it is asked for', async () => {
  await expect(open({})).rejects.toBe(askedForAKey)
})

describe('before anybody is asked for a key', () => {
  test.each<[string, Hall, object]>([
    [
      'a bid under another bidder’s account',
      { socialCreditCode: '91320100MA1ABC5678' },
      { code: 'bid-file.signer-mismatch', details: {} },
    ],
    [
      'a bid for another section',
      { sectionCode: 'a2' },
      { code: 'bid-file.statement-mismatch', details: { field: 'section' } },
    ],
    [
      'a bid whose signer’s root is not pinned',
      { roots: [makeRoot('陌生根', world.random)] },
      { code: 'certificate.unknown-issuer', details: expect.anything() },
    ],
    ['another file than was uploaded', { digest: 'wrong' }, { code: 'download.differs', details: {} }],
    [
      'a file with a chunk that was not signed',
      { file: changed },
      { code: 'bid-file.statement-mismatch', details: { field: 'payload' } },
    ],
    [
      'a bid under another bidder’s account, with a chunk that was not signed',
      { file: changed, socialCreditCode: '91320100MA1ABC5678' },
      { code: 'bid-file.signer-mismatch', details: {} },
    ],
  ])('⚔ %s is refused', async (_, hall, failure) => {
    expect(await failureOfAsync(() => open(hall))).toEqual(failure)
  })

  test('a download that is not what was uploaded is fetched anew by the next try, whatever else is wrong with it', async () => {
    const failure = await failureOfAsync(() => open({ file: changed, digest: 'wrong' }))
    expect([failure?.code, existsSync(join(folder, 'bid.bdtf'))]).toEqual(['download.differs', false])
  })
})

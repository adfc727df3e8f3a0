import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { downloadBid } from '../../../src/main/opening/download.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-download-'))
})
afterEach(() => {
  vi.unstubAllGlobals()
  rmSync(folder, { recursive: true })
})

const server = { origin: 'http://127.0.0.1:1', headers: () => ({}) } as unknown as Parameters<
  typeof downloadBid
>[0]['server']

/** A server that sends pieces of four bytes; the download announces eight. */
function download(pieces: number) {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === pieces) return controller.close()
      sent += 1
      controller.enqueue(new Uint8Array(4).fill(sent))
    },
  })
  vi.stubGlobal('fetch', async () => new Response(body))
  const path = join(folder, 'bid.bdtf')
  const signal = new AbortController().signal
  const done = downloadBid({ server, bidFileId: 'b', token: 't', sizeInBytes: 8, path, signal, report: () => {} })
  return { done, path, sent: () => sent }
}

/** What is left of a line that broke after four bytes, and a server that answers what comes next. */
function goOn(answer: (range: string | undefined) => Response) {
  const path = join(folder, 'bid.bdtf')
  writeFileSync(`${path}.part`, new Uint8Array(4).fill(1))
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => answer(headers.range))
  const signal = new AbortController().signal
  const done = downloadBid({ server, bidFileId: 'b', token: 't', sizeInBytes: 8, path, signal, report: () => {} })
  return done.then(() => [...readFileSync(path)])
}

describe('a bid that the hall downloads', () => {
  test('arrives whole', async () => {
    const { done, path } = download(2)
    await done
    expect([...readFileSync(path)]).toEqual([1, 1, 1, 1, 2, 2, 2, 2])
  })

  test('⚔ that never ends is cut off at its announced size', async () => {
    const { done, sent } = download(1_000_000)
    const failure = await failureOfAsync(() => done)
    expect([failure?.code, sent() < 100]).toEqual(['download.differs', true])
  })

  test('that ends early does not take its place', async () => {
    const { done, path } = download(1)
    const failure = await failureOfAsync(() => done)
    expect([failure?.code, existsSync(path)]).toEqual(['download.differs', false])
  })

  test('that fails leaves nothing of itself on the disk', async () => {
    await failureOfAsync(() => download(1).done)
    expect(readdirSync(folder)).toEqual([])
  })

  test.each<[string, (range: string | undefined) => Response, number[]]>([
    [
      'goes on where its line broke',
      (range) =>
        new Response(new Uint8Array(4).fill(range === 'bytes=4-' ? 2 : 0), {
          status: 206,
          headers: { 'content-range': 'bytes 4-7/8' },
        }),
      [1, 1, 1, 1, 2, 2, 2, 2],
    ],
    [
      'begins anew where the server knows no ranges',
      () => new Response(new Uint8Array(8).fill(3)),
      [3, 3, 3, 3, 3, 3, 3, 3],
    ],
  ])('%s', async (_, answer, expected) => {
    expect(await goOn(answer)).toEqual(expected)
  })

  test('that breaks keeps what came in', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(2).fill(2))
      },
      pull: (controller) => controller.error(new Error('the line broke')),
    })
    const answer = () => new Response(body, { status: 206, headers: { 'content-range': 'bytes 4-7/8' } })
    const failure = await failureOfAsync(() => goOn(answer))
    expect([failure?.code, [...readFileSync(join(folder, 'bid.bdtf.part'))]]).toEqual([
      'server.unreachable',
      [1, 1, 1, 1, 2, 2],
    ])
  })
})

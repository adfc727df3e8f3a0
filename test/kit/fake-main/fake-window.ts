import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { BidsealError } from '../../../src/domain/failure.ts'

const root = join(import.meta.dirname, '../../..')
const folders = { demo: join(root, 'resources/demo'), bundle: join(root, 'out/renderer') }
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
  '.wasm': 'application/wasm',
}

/** The built pages and the demo files over http, with byte ranges. */
export async function serveFiles() {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    const name = path.startsWith('/demo/')
      ? join(folders.demo, normalize(path.slice(6)))
      : join(folders.bundle, normalize(path))
    const file = await open(name).catch(() => null)
    const stat = await file?.stat()
    if (file === null || !stat?.isFile()) return response.writeHead(404).end()
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
    const start = Number(range?.[1] ?? 0)
    const end = Math.min(Number(range?.[2] ?? stat.size - 1), stat.size - 1)
    response.writeHead(range ? 206 : 200, {
      'Content-Type': types[extname(name)] ?? 'application/octet-stream',
      'Content-Length': end - start + 1,
      ...(range ? { 'Content-Range': `bytes ${start}-${end}/${stat.size}` } : {}),
    })
    file.createReadStream({ start, end }).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

type AnyHandler = (input: unknown, job: unknown) => unknown

/** Gives a page the wire that preload gives a window, with pretended handlers at its other end. */
export async function wirePage(page: Page, handlers: object) {
  const aborts = new Map<string, AbortController>()
  await page.exposeFunction('fakeInvoke', async (name: string, callId: string, input: unknown) => {
    const abort = new AbortController()
    aborts.set(callId, abort)
    // Progress reaches the page in order and before the answer.
    let told: Promise<unknown> = Promise.resolve()
    const report = (progress: unknown) => {
      told = told.then(() => page.evaluate(tell, [`progress:${callId}`, progress] as const))
    }
    try {
      const handler = (handlers as Record<string, AnyHandler>)[name]!
      const value = await handler(input, { signal: abort.signal, report, windowId: 1 })
      await told
      return { ok: true, value }
    } catch (error) {
      if (error instanceof BidsealError) return { ok: false, failure: error.failure }
      throw error
    }
  })
  await page.exposeFunction('fakeCancel', (callId: string) => aborts.get(callId)?.abort())
  await page.addInitScript(() => {
    const listeners = new Map<string, Set<(payload: unknown) => void>>()
    const fake = window as unknown as Record<string, (...all: unknown[]) => unknown>
    Object.assign(window, {
      fakeTell: (name: string, payload: unknown) => {
        for (const listener of listeners.get(name) ?? []) listener(payload)
      },
      bidseal: {
        invoke: (...all: unknown[]) => fake.fakeInvoke!(...all),
        cancel: (callId: string) => fake.fakeCancel!(callId),
        listen(name: string, listener: (payload: unknown) => void) {
          listeners.set(name, (listeners.get(name) ?? new Set()).add(listener))
          return () => listeners.get(name)?.delete(listener)
        },
      },
    })
  })
}

function tell([name, payload]: readonly [string, unknown]) {
  ;(window as unknown as { fakeTell: (name: string, payload: unknown) => void }).fakeTell(name, payload)
}

export const openBrowser = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })

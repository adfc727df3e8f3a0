import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'

const bundle = join(import.meta.dirname, '../../out/renderer')
const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
}

export interface PhoneSite {
  origin: string
  /** From now on the page is told of this server and may speak to it, and to no other. */
  setServerOrigin(origin: string): void
  stop(): Promise<void>
}

/** The built phone page as a real phone's browser gets it: over HTTP, under the same policy as in the app. */
export async function startPhoneSite(): Promise<PhoneSite> {
  let serverOrigin = ''

  async function bodyOf(path: string): Promise<{ type: string; content: Buffer | string } | null> {
    if (path === '/server.json') return { type: 'application/json', content: JSON.stringify({ origin: serverOrigin }) }
    const file = normalize(join(bundle, path === '/' ? '/phone/index.html' : path))
    const isServed = file.startsWith(join(bundle, 'phone') + sep) || file.startsWith(join(bundle, 'assets') + sep)
    const content = isServed ? await readFile(file).catch(() => null) : null
    return content === null ? null : { type: contentTypes[extname(file)] ?? 'application/octet-stream', content }
  }

  const server = createServer((request, response) => {
    void bodyOf(new URL(request.url ?? '/', 'http://phone').pathname).then((body) => {
      response.setHeader('content-security-policy', policyFor(serverOrigin))
      response.setHeader('x-content-type-options', 'nosniff')
      response.statusCode = body === null ? 404 : 200
      if (body !== null) response.setHeader('content-type', body.type)
      response.end(body?.content)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setServerOrigin: (origin) => {
      serverOrigin = origin
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const policyFor = (serverOrigin: string) =>
  [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    `connect-src 'self' ${serverOrigin}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'
import { net, protocol, type Session } from 'electron'
import { readByteRange } from './byte-range.ts'
import type { ServedFile } from './files.ts'

export const desktopOrigin = 'app://desktop'
export const phoneOrigin = 'app://phone'

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

export interface AppProtocolOptions {
  bundleFolder: string
  serverOrigin: () => string
  /** The only host that a session may reach: a phone's page sees none of the desktop's files. */
  host: 'desktop' | 'phone'
  /** What stands behind `app://desktop/files/<name>`; null when nothing. The only way to a file outside the bundle. */
  file: (name: string) => ServedFile | null
  /** Vite's own server during `npm run dev`. */
  devServer: string | null
}

/** Must run before the app is ready. */
export function registerAppScheme() {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/** Serves our own pages to one session: `app://desktop/` and `app://phone/`, nothing from the network. */
export function serveAppProtocol(session: Session, options: AppProtocolOptions) {
  session.protocol.handle('app', async (request) => {
    const { body, status, headers } = await respond(request, options)
    const response = new Response(body, { status, headers })
    response.headers.set('Content-Security-Policy', contentSecurityPolicy(options))
    response.headers.set('X-Content-Type-Options', 'nosniff')
    return response
  })
}

async function respond(request: Request, options: AppProtocolOptions): Promise<Response> {
  const { host, pathname } = new URL(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
  if (host !== options.host) return notFound()
  if (host === 'phone' && pathname === '/server.json') return Response.json({ origin: options.serverOrigin() })
  if (host === 'desktop' && pathname.startsWith('/files/')) {
    const name = decodeURIComponent(pathname.slice('/files/'.length))
    const file = options.file(name)
    if (file === null) return notFound()
    const contentType = contentTypes[extname(name)] ?? 'application/octet-stream'
    return 'path' in file
      ? fileResponse(file.path, request, contentType)
      : new Response(file.bytes as BodyInit, { headers: { 'Content-Type': contentType } })
  }
  const page = pageOf(host, pathname)
  if (page === null) return notFound()
  if (options.devServer !== null) return fromDevServer(new URL(page, options.devServer).href, request)
  const path = normalize(join(options.bundleFolder, decodeURIComponent(page)))
  return path.startsWith(options.bundleFolder + sep) ? fileResponse(path, request) : notFound()
}

/** Without the page's origin: Chromium would hold the answer against it, and Vite's server names no other origin. */
function fromDevServer(address: string, request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.delete('origin')
  return net.fetch(address, { headers })
}

/** Where in the bundle a path of one host lies: each host reaches its own pages and the shared assets only. */
function pageOf(host: string, pathname: string): string | null {
  const ofDesktop = /^\/(bid-tool|opening-hall|phone-frame)\//.test(pathname)
  if (host === 'desktop') return pathname.startsWith('/phone/') ? null : pathname
  if (host === 'phone') return ofDesktop ? null : pathname === '/' ? '/phone/index.html' : pathname
  return null
}

async function fileResponse(path: string, request: Request, contentType?: string): Promise<Response> {
  const file = await stat(path).catch(() => null)
  if (file === null || !file.isFile()) return notFound()
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-cache',
    'Content-Type': contentType ?? contentTypes[extname(path)] ?? 'application/octet-stream',
  })
  const range = readByteRange(request.headers.get('range'), file.size)
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${file.size}`)
    return new Response(null, { status: 416, headers })
  }
  const { first, last } = range ?? { first: 0, last: file.size - 1 }
  headers.set('Content-Length', String(last - first + 1))
  if (range !== null) headers.set('Content-Range', `bytes ${first}-${last}/${file.size}`)
  const isEmpty = request.method === 'HEAD' || file.size === 0
  const body = isEmpty ? null : Readable.toWeb(createReadStream(path, { start: first, end: last }))
  return new Response(body as ReadableStream<Uint8Array> | null, { status: range === null ? 200 : 206, headers })
}

const notFound = () => new Response(null, { status: 404 })

function contentSecurityPolicy({ serverOrigin, devServer }: AppProtocolOptions): string {
  // Vite's hot reload talks to its own server and runs an inline preamble; a built app has neither.
  const devConnect = devServer === null ? '' : ` ${devServer} ${devServer.replace('http', 'ws')}`
  const devScript = devServer === null ? '' : " 'unsafe-inline'"
  return [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval'${devScript}`,
    "worker-src 'self' blob:",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    `connect-src 'self' ${serverOrigin()}${devConnect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

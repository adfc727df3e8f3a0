import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { net, type ProtocolRequest, type ProtocolResponse, protocol, type Session } from 'electron'
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
  serverOrigin: () => Promise<string>
  /** The same, once asking there makes sense. */
  begunServer: () => Promise<string>
  /** The only host that a session may reach: a phone's page sees none of the desktop's files. */
  host: 'desktop' | 'phone'
  /** What stands behind `app://desktop/files/<name>`; null when nothing. The only way to a file outside the bundle. */
  file: (name: string) => Promise<ServedFile | null>
  /** Vite's own server during `npm run dev`. */
  devServer: string | null
}

/** Must run before the app is ready. */
export function registerAppScheme() {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/** Most files of the bundle in one read. */
const highWaterMark = 0x80000

/**
 * Serves our own pages to one session: `app://desktop/` and `app://phone/`, nothing from the network. By streams, although
 * Electron would rather have `protocol.handle`: that loads a whole HTTP client before the first page (decision 108).
 */
export function serveAppProtocol(session: Session, options: AppProtocolOptions) {
  session.protocol.registerStreamProtocol('app', async (request, send) => {
    const answer = await respond(request, options).catch(() => empty(500))
    const policy = await contentSecurityPolicy(options)
    const headers = { ...answer.headers, 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' }
    send({ ...answer, headers })
  })
}

interface Answer extends ProtocolResponse {
  statusCode: number
  headers: Record<string, string>
  data: Readable
}

const empty = (statusCode: number): Answer => ({ statusCode, headers: {}, data: Readable.from([]) })
const notFound = () => empty(404)

const bytesAnswer = (bytes: Uint8Array, contentType: string): Answer => ({
  statusCode: 200,
  headers: { 'Content-Type': contentType },
  data: Readable.from(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
})

async function respond(request: ProtocolRequest, options: AppProtocolOptions): Promise<Answer> {
  const { host, pathname } = new URL(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return empty(405)
  if (host !== options.host) return notFound()
  if (host === 'phone' && pathname === '/server.json') {
    const origin = await options.begunServer()
    return bytesAnswer(Buffer.from(JSON.stringify({ origin })), 'application/json')
  }
  if (host === 'desktop' && pathname.startsWith('/files/')) {
    const name = decodeURIComponent(pathname.slice('/files/'.length))
    const file = await options.file(name)
    if (file === null) return notFound()
    const contentType = contentTypes[extname(name)] ?? 'application/octet-stream'
    return 'path' in file ? fileAnswer(file.path, request, contentType) : bytesAnswer(file.bytes, contentType)
  }
  const page = pageOf(host, pathname)
  if (page === null) return notFound()
  if (options.devServer !== null) return fromDevServer(new URL(page, options.devServer).href, request)
  const path = normalize(join(options.bundleFolder, decodeURIComponent(page)))
  return path.startsWith(options.bundleFolder + sep) ? fileAnswer(path, request) : notFound()
}

/** Without the page's origin: Chromium would hold the answer against it, and Vite's server names no other origin. */
async function fromDevServer(address: string, request: ProtocolRequest): Promise<Answer> {
  const headers = new Headers(request.headers)
  headers.delete('origin')
  const { status, headers: answered, body } = await net.fetch(address, { headers })
  return {
    statusCode: status,
    headers: Object.fromEntries(answered),
    data: body === null ? Readable.from([]) : Readable.fromWeb(body as NodeReadableStream<Uint8Array>),
  }
}

function headerOf({ headers }: ProtocolRequest, name: string): string | null {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? null
}

/** Where in the bundle a path of one host lies: each host reaches its own pages and the shared assets only. */
function pageOf(host: string, pathname: string): string | null {
  const ofDesktop = /^\/(bid-tool|opening-hall|phone-frame)\//.test(pathname)
  if (host === 'desktop') return pathname.startsWith('/phone/') ? null : pathname
  if (host === 'phone') return ofDesktop ? null : pathname === '/' ? '/phone/index.html' : pathname
  return null
}

async function fileAnswer(path: string, request: ProtocolRequest, contentType?: string): Promise<Answer> {
  const file = await stat(path).catch(() => null)
  if (file === null || !file.isFile()) return notFound()
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-cache',
    'Content-Type': contentType ?? contentTypes[extname(path)] ?? 'application/octet-stream',
  }
  const range = readByteRange(headerOf(request, 'range'), file.size)
  if (range === 'unsatisfiable')
    return { ...empty(416), headers: { ...headers, 'Content-Range': `bytes */${file.size}` } }
  const { first, last } = range ?? { first: 0, last: file.size - 1 }
  headers['Content-Length'] = String(last - first + 1)
  if (range !== null) headers['Content-Range'] = `bytes ${first}-${last}/${file.size}`
  const isEmpty = request.method === 'HEAD' || file.size === 0
  const data = isEmpty ? Readable.from([]) : createReadStream(path, { start: first, end: last, highWaterMark })
  return { statusCode: range === null ? 200 : 206, headers, data }
}

/** The desktop's pages ask main alone; a phone's page speaks to the server. */
async function contentSecurityPolicy({ host, serverOrigin, devServer }: AppProtocolOptions): Promise<string> {
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
    `connect-src 'self'${host === 'phone' ? ` ${await serverOrigin()}` : ''}${devConnect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

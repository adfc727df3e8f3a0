import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type TestServer, testHost } from './server.ts'

/** What a dishonest server puts in the place of an honest answer; undefined leaves it alone. */
export type Lie = (path: string, answer: Buffer) => Buffer | object | undefined

/** Stands between a desktop and the server on a real socket: passes everything on, lies when told to, can be cut. */
export async function startProxy(server: TestServer) {
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  let lie: Lie | null = null
  let isCut = false
  let cutAt: RegExp | null = null
  const sockets = new Set<Socket>()

  const proxy = createServer((incoming, outgoing) => {
    const { port } = server.app.server.address() as AddressInfo
    const onward = request(
      {
        host: '127.0.0.1',
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: testHost },
      },
      (answer) => void passOn(incoming, answer, outgoing),
    )
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  proxy.on('connection', (socket) => {
    if (isCut) socket.destroy()
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })

  async function passOn(incoming: IncomingMessage, answer: IncomingMessage, outgoing: ServerResponse) {
    const path = incoming.url ?? ''
    answer.on('error', () => outgoing.destroy())
    if (lie === null && cutAt === null) {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
      return
    }
    if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
      return
    }
    const pieces: Buffer[] = []
    for await (const piece of answer) pieces.push(piece as Buffer)
    const whole = Buffer.concat(pieces)
    if (cutAt?.test(path)) {
      cutAt = null
      outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': String(whole.length) })
      outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () => outgoing.destroy())
      return
    }
    const told = lie?.(path, whole) ?? whole
    const bytes = Buffer.isBuffer(told) ? told : Buffer.from(JSON.stringify(told))
    const { 'content-length': _, ...headers } = answer.headers
    outgoing.writeHead(answer.statusCode ?? 500, { ...headers, 'content-length': String(bytes.length) })
    outgoing.end(bytes)
  }

  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    /** From now on answers pass through the lie; null is honest again. */
    tell(next: Lie | null) {
      lie = next
    },
    /** Ends the next answer of a matching path in its middle. */
    cutAnswerOf(path: RegExp) {
      cutAt = path
    },
    /** As when a network cable is pulled. */
    cut() {
      isCut = true
      cutAll()
    },
    mend() {
      isCut = false
    },
    async close() {
      cutAll()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
export type ServerProxy = Awaited<ReturnType<typeof startProxy>>

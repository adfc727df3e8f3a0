import { z } from 'zod'
import { ServerAddress } from '../../protocol/server-origin.ts'

const Served = z.object({ origin: ServerAddress })

/** The server's origin, told by whoever serves this page: the app's bundle or the server itself. */
export async function serverOrigin(): Promise<string> {
  const response = await fetch('/server.json')
  return Served.parse(await response.json()).origin
}

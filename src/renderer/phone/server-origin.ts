import { z } from 'zod'

const ServerAddress = z.object({ origin: z.url({ protocol: /^https?$/ }) })

/** The server's origin, told by whoever serves this page: the app's bundle or the server itself. */
export async function serverOrigin(): Promise<string> {
  const response = await fetch('/server.json')
  return ServerAddress.parse(await response.json()).origin
}

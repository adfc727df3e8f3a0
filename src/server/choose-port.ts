import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** The given port, else the one that the data folder remembers, else a free one that it remembers from now on. */
export async function choosePort(dataFolder: string, given: string | undefined): Promise<number> {
  if (given !== undefined) return Number(given)
  const file = join(dataFolder, 'port')
  const remembered = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  // What a kill left of it would be port 0, under which the server refuses every request as a foreign one.
  if (Number.isInteger(remembered) && remembered > 0 && remembered < 65_536) return remembered
  const port = await freePort()
  writeFileSync(file, String(port))
  return port
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port')),
      )
    })
  })
}

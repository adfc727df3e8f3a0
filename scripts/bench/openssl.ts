import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Bytes that each call of OpenSSL works on, like ours. */
export const bytesPerCall = 1 << 20

/** Megabytes a second of `openssl speed -evp`, by the clock on the wall as ours are. */
export async function opensslSpeed(algorithm: 'sm4-ctr' | 'sm3', seconds: number): Promise<number> {
  const options = ['-elapsed', '-mr', '-bytes', String(bytesPerCall), '-seconds', String(seconds)]
  const { stdout } = await run('openssl', ['speed', ...options, '-evp', algorithm])
  const bytesPerSecond = /^\+F:\d+:[^:]+:([\d.]+)$/m.exec(stdout)?.[1]
  if (bytesPerSecond === undefined) throw new Error(`openssl speed said nothing of ${algorithm}`)
  return Number(bytesPerSecond) / 1e6
}

export async function opensslVersion(): Promise<string> {
  return (await run('openssl', ['version'])).stdout.trim()
}

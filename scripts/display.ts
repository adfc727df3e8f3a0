import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/** True when a window can be shown to a person here. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** A display that nobody sees: Xvfb picks a free number itself, so several may run at once. */
export async function startVirtualDisplay(): Promise<{ display: string; stop: () => void }> {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  process.once('exit', () => xvfb.kill())
  const number = await new Promise<string>((resolve, reject) => {
    const announced = xvfb.stdio[3] as Readable
    announced.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()))
    xvfb.once('error', reject)
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
  })
  return { display: `:${number}`, stop: () => xvfb.kill() }
}

/** Runs `work` with a display in the environment, a virtual one if there is no other. */
export async function withDisplay<T>(work: () => Promise<T>): Promise<T> {
  if (hasDisplay()) return work()
  const { display, stop } = await startVirtualDisplay()
  process.env.DISPLAY = display
  try {
    return await work()
  } finally {
    delete process.env.DISPLAY
    stop()
  }
}

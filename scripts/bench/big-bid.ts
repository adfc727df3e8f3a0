import { once } from 'node:events'
import { join } from 'node:path'
import { type Host, startProgram } from './programs.ts'

const bidWorkers = join(import.meta.dirname, '..', '..', 'out', 'workers', 'bid.cjs')

/**
 * Megabytes a second of a sparse bid from its files to the two finished ones, the same from files that were digested before,
 * and from the bid file to verified contents; signed and opened with keys at hand, without the phone. The bid file's own SM3
 * is in none: the product takes it after generating, and before it asks for the key.
 */
export async function bigBidSpeeds(
  host: Host,
  { gib, folder }: { gib: number; folder: string },
): Promise<{ generated: number; generatedFromKnown: number; opened: number }> {
  const args = ['--gib', String(gib), '--files', '16', '--program', bidWorkers, '--folder', folder]
  const child = await startProgram(host, 'big-bid', { args, ends: true })
  let said = ''
  child.stdout!.on('data', (text: Buffer) => {
    said += text.toString('utf8')
  })
  await once(child, 'close')
  // By the clock; what follows on the line is of one processor's time.
  const speedOf = (name: string) => Number(new RegExp(`^${name}: [\\d.]+ s, (\\d+) MB/s;`, 'm').exec(said)?.[1])
  const [read, generatedFromKnown, opened] = [speedOf('read'), speedOf('generated'), speedOf('opened')]
  if (!(read > 0 && generatedFromKnown > 0 && opened > 0)) throw new Error(`The bid was not made and opened:\n${said}`)
  return { generated: 1 / (1 / read + 1 / generatedFromKnown), generatedFromKnown, opened }
}

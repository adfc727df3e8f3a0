import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { electronArguments, findElectronRuntime } from '../electron-runtime/runtime.ts'

const root = join(import.meta.dirname, '..', '..')
const patienceMs = 60_000

/** Milliseconds from starting the process to a window that can be used, of the product or of an empty window. */
export async function startUpMs(which: 'product' | 'empty'): Promise<number> {
  const runtime = await findElectronRuntime()
  const userData = await mkdtemp(join(tmpdir(), 'bidseal-start-'))
  const folder = which === 'product' ? root : join(import.meta.dirname, 'empty-app')
  const args = ['-r', join(import.meta.dirname, 'usable.cjs'), `--user-data-dir=${userData}`]
  const startedAt = Date.now()
  const child = spawn(runtime.executable, [...args, ...electronArguments(runtime, folder)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  })
  let said = ''
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString('utf8')
  })
  await new Promise((resolve, reject) => {
    child.once('close', resolve)
    child.once('error', reject)
  })
  await rm(userData, { recursive: true, force: true, maxRetries: 5 })
  const usableAt = /^usable (\d+)$/m.exec(said)?.[1]
  if (usableAt === undefined) throw new Error(`No window of ${which} became usable`)
  return Number(usableAt) - startedAt
}

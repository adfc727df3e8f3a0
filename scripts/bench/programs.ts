import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'vite'
import { electronArguments, findElectronRuntime } from '../electron-runtime/runtime.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'out', 'bench')

const programs = {
  probe: 'scripts/bench/probe/main.ts',
  'probe-worker': 'scripts/bench/probe/worker.ts',
  'big-bid': 'scripts/big-bid/run.ts',
}
type Program = keyof typeof programs

/** Where a program of the benchmark runs: Electron's main process, or Node. */
export type Host = 'Electron' | 'Node'

/** Bundles what is measured, as the product's own programs are bundled. */
export async function buildPrograms(): Promise<void> {
  for (const [name, input] of Object.entries(programs))
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      ssr: { noExternal: true, external: ['electron'] },
      build: {
        ssr: true,
        target: 'node20.18',
        outDir: folder,
        emptyOutDir: false,
        minify: false,
        rolldownOptions: {
          input: join(root, input),
          output: { format: 'es', entryFileNames: `${name}.mjs`, codeSplitting: false },
        },
      },
    })
}

/** Starts a program; `ends` tells Electron to end with it. */
export async function startProgram(
  host: Host,
  program: Program,
  { args = [], ends }: { args?: string[]; ends: boolean },
): Promise<ChildProcess> {
  const path = join(folder, `${program}.mjs`)
  const stdio: ['pipe', 'pipe', 'inherit' | 'ignore'] = ['pipe', 'pipe', host === 'Node' ? 'inherit' : 'ignore']
  if (host === 'Node') return spawn(process.execPath, [path, ...args], { stdio, cwd: root })
  const runtime = await findElectronRuntime()
  const env = {
    ...process.env,
    BIDSEAL_BENCH_PROGRAM: JSON.stringify([path, ...args]),
    BIDSEAL_BENCH_ENDS: ends ? 'yes' : 'no',
  }
  return spawn(runtime.executable, electronArguments(runtime, join(import.meta.dirname, 'probe-app')), {
    stdio,
    cwd: root,
    env,
  })
}

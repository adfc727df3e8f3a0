import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { registryFallback } from './registry-fallback.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
const installTimeoutMs = 20_000

/** An Electron that this machine can run, and where it came from. */
export type ElectronRuntime = {
  executable: string
  distFolder: string
  version: string
  origin: string
}

const executableName = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<
  string,
  string
>

function inFolder(distFolder: string, origin: string): ElectronRuntime | null {
  const executable = join(distFolder, executableName[process.platform] ?? 'electron')
  const versionFile = join(distFolder, 'version')
  if (!existsSync(executable) || !existsSync(versionFile)) return null
  return { executable, distFolder, version: readFileSync(versionFile, 'utf8').trim().replace(/^v/, ''), origin }
}

/** The first Electron of: an override, the installed one, a fresh install, the registry fallback (Linux x64). */
export async function findElectronRuntime(): Promise<ElectronRuntime> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const runtime = inFolder(override, 'ELECTRON_OVERRIDE_DIST_PATH')
    if (runtime === null) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH holds no Electron: ${override}`)
    return runtime
  }
  const electronPackage = dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'))
  const dist = join(electronPackage, 'dist')
  const installed = inFolder(dist, 'node_modules/electron/dist')
  if (installed !== null) return installed

  const fallback = process.platform === 'linux' && process.arch === 'x64' ? registryFallback() : null
  if (fallback?.isReady()) return registryRuntime(await fallback.prepare())

  console.log(`Electron: none installed yet, trying install-electron (at most ${installTimeoutMs / 1000} s)`)
  await run(process.execPath, [join(electronPackage, 'install.js')], { timeout: installTimeoutMs }).catch(() => null)
  const fresh = inFolder(dist, 'install-electron')
  if (fresh !== null) return fresh

  if (fallback === null) {
    throw new Error('No Electron could be found or downloaded. Set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH.')
  }
  return registryRuntime(await fallback.prepare())
}

function registryRuntime(distFolder: string): ElectronRuntime {
  const runtime = inFolder(distFolder, 'test fallback from the npm registry')
  if (runtime === null) throw new Error(`The Electron fallback in ${distFolder} is damaged: delete that folder.`)
  return runtime
}

/**
 * Arguments that start `appFolder` on this runtime. Electron below 35 lacks Node-API 10, which better-sqlite3
 * needs, so there a hook outside the product answers with libsql.
 */
export function electronArguments(runtime: ElectronRuntime, appFolder: string, appArguments: string[] = []): string[] {
  const needsHook = Number(runtime.version.split('.')[0]) < 35
  const hook = needsHook ? ['-r', join(import.meta.dirname, 'hook', 'sqlite-hook.cjs')] : []
  return [...chromiumSwitches(), ...hook, appFolder, ...appArguments]
}

/** Chromium refuses to sandbox the root user, which is what continuous integration runs as. */
function chromiumSwitches(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** One line for people: which Electron is used. */
export function describeRuntime(runtime: ElectronRuntime): string {
  return `Electron ${runtime.version} (${runtime.origin})`
}

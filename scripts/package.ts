import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAll } from './build.ts'
import { describeRuntime, findElectronRuntime } from './electron-runtime/runtime.ts'
import { run } from './run.ts'

// Packs around the Electron found here. Without arguments: what needs no further download, an unpacked folder.
const targets = process.argv.length > 2 ? process.argv.slice(2) : ['--dir']
const runtime = await findElectronRuntime()
console.log(describeRuntime(runtime))
await buildAll()

const dist = await mkdtemp(join(tmpdir(), 'bidseal-electron-'))
try {
  // The fallback runtime carries a launcher where the packed app goes.
  const launcher = join(runtime.distFolder, 'resources', 'app')
  await cp(runtime.distFolder, dist, { recursive: true, filter: (path) => path !== launcher, verbatimSymlinks: true })
  const found = [`-c.electronDist=${dist}`, `-c.electronVersion=${runtime.version}`]
  process.exitCode = await run('electron-builder', [...targets, '--publish', 'never', ...found])
} finally {
  await rm(dist, { recursive: true, force: true })
}

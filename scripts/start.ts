import { join } from 'node:path'
import { buildAll } from './build.ts'
import { hasDisplay } from './display.ts'
import { describeRuntime, electronArguments, findElectronRuntime } from './electron-runtime/runtime.ts'
import { ensureLinuxPackages } from './linux-setup/packages.ts'
import { run } from './run.ts'

ensureLinuxPackages('app')
if (hasDisplay()) {
  await buildAll()
  const runtime = await findElectronRuntime()
  console.log(describeRuntime(runtime))
  const appFolder = join(import.meta.dirname, '..')
  process.exitCode = await run(runtime.executable, electronArguments(runtime, appFolder, process.argv.slice(2)))
} else {
  console.log('There is no display here, so the demo runs the same app unattended.')
  process.exitCode = await run(process.execPath, [join(import.meta.dirname, 'demo', 'run.ts')])
}

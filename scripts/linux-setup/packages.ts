import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

const forTheApp = ['xvfb', 'xauth', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'fonts-wqy-zenhei']
const forTheTests = ['openssl', 'poppler-utils', 'qpdf', 'libnss3-tools', 'chromium']

/**
 * Installs the Debian packages that are missing (as root), or says which command to run and throws.
 * Does nothing off Debian: there the libraries come with the system or from its own packager.
 */
export function ensureLinuxPackages(purpose: 'app' | 'tests') {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return
  const missing = missingOf(purpose === 'app' ? forTheApp : [...forTheApp, ...forTheTests])
  if (missing.length === 0) return
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  const line = `apt-get ${install.join(' ')}`
  if (process.getuid?.() !== 0) throw new Error(`These system packages are missing. Please run:\n  sudo ${line}`)

  if (!hasPackageLists()) runApt(['update'])
  console.log(`Linux set-up: ${line}`)
  // Lists that are old name packages that are gone: one fresh look before giving up.
  if (!tryApt(install)) {
    runApt(['update'])
    runApt(install)
  }
}

function missingOf(packages: string[]): string[] {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${binary:Package} ${db:Status-Status}\n', ...packages], {
    encoding: 'utf8',
  })
  const installed = new Set(
    stdout
      .split('\n')
      .filter((row) => row.endsWith(' installed'))
      .map((row) => row.split(/[: ]/)[0]),
  )
  return packages.filter((name) => !installed.has(name))
}

function hasPackageLists(): boolean {
  const folder = '/var/lib/apt/lists'
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'))
}

function tryApt(args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stderr } = spawnSync('apt-get', ['-q', ...args], { env, encoding: 'utf8', maxBuffer: 64 << 20 })
  if (status !== 0) console.error(stderr)
  return status === 0
}

function runApt(args: string[]) {
  if (args[0] === 'update') console.log('Linux set-up: apt-get update')
  if (!tryApt(args)) throw new Error(`apt-get ${args.join(' ')} failed`)
}

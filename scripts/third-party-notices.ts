import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Writes THIRD-PARTY-NOTICES.md: every package that the programs in src/ import, with all that those depend on.
// That is a little more than the bundler leaves in the app, which errs on the right side.

const root = join(import.meta.dirname, '..')
const noticesPath = join(root, 'THIRD-PARTY-NOTICES.md')

interface Locked {
  version?: string
  license?: string
  dependencies?: Record<string, string>
}
type Lock = Record<string, Locked>

interface ShippedPackage {
  name: string
  version: string
  licence: string
  folder: string
}

// Electron brings its own LICENSE and LICENSES.chromium.html beside the program.
const notBundled = new Set(['electron'])

/** The packages that are imported somewhere in src/, type-only imports apart. */
export function importedPackages(sources: readonly string[]): Set<string> {
  const statement = /^(?:import|export)\s+(?!type\s)[^;'"]*?from\s+'([^']+)'|\bimport\s*\(?\s*'([^']+)'/gm
  const names = new Set<string>()
  for (const source of sources) {
    for (const [, from, bare] of source.matchAll(statement)) {
      const specifier = from ?? bare ?? ''
      if (/^(\.|node:|virtual:)/.test(specifier)) continue
      const [scope = '', name = ''] = specifier.split('/')
      names.add(scope.startsWith('@') ? `${scope}/${name}` : scope)
    }
  }
  return names
}

/** The imported packages and everything below them, as the lock file places them. */
export function shippedPackages(lock: Lock, imported: Iterable<string>): ShippedPackage[] {
  const found = new Map<string, ShippedPackage>()
  const waiting = [...imported].filter((name) => !notBundled.has(name)).map((name) => placeOf(lock, '', name))
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const locked = folder === null ? undefined : lock[folder]
    if (folder === null || locked === undefined || found.has(folder)) continue
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
    // Types leave nothing in a program.
    if (name.startsWith('@types/')) continue
    found.set(folder, { name, version: locked.version ?? '', licence: locked.license ?? 'see its text', folder })
    for (const dependency of Object.keys(locked.dependencies ?? {})) waiting.push(placeOf(lock, folder, dependency))
  }
  const unique = new Map([...found.values()].map((each) => [`${each.name} ${each.version}`, each]))
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

/** Where Node finds a package that is asked for in `folder`; null when it is not installed. */
function placeOf(lock: Lock, folder: string, name: string): string | null {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (Object.hasOwn(lock, place)) return place
    if (at === '') return null
  }
}

function licenceTextOf({ folder }: ShippedPackage): string | null {
  const path = join(root, folder)
  const files = existsSync(path) ? readdirSync(path) : []
  const file = files.sort().find((name) => /^(licen[sc]e|copying)/i.test(name))
  return file === undefined ? null : normalised(readFileSync(join(path, file), 'utf8'))
}

const normalised = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .trim()

const bundledFiles = [
  ['Noto Sans SC (`resources/fonts/`)', 'OFL-1.1'],
  ['Character maps of Adobe, in pdfjs-dist (`cmaps/`)', 'BSD-3-Clause'],
  ['Foxit fonts, in pdfjs-dist (`standard_fonts/`)', 'BSD-3-Clause'],
  ['Liberation fonts, in pdfjs-dist (`standard_fonts/`)', 'GPL-2.0 with font exceptions'],
  ['PDFium JBIG2, OpenJPEG, qcms, QuickJS for WebAssembly, in pdfjs-dist (`wasm/`)', 'BSD-3-Clause, BSD-2-Clause, MIT'],
  ['ZXing-C++ for WebAssembly, in zxing-wasm', 'Apache-2.0'],
  ['SQLite, in better-sqlite3', 'public domain'],
] as const

/** The whole document, the same on every machine with the same lock file. */
export function notices(): string {
  const sources = globSync('src/**/*.{ts,tsx,css}', { cwd: root }).map((path) => readFileSync(join(root, path), 'utf8'))
  const { packages: lock } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lock }
  const shipped = shippedPackages(lock, importedPackages(sources))
  const texts = new Map<string, string[]>()
  for (const each of shipped) {
    const text = licenceTextOf(each)
    if (text !== null) texts.set(text, [...(texts.get(text) ?? []), `${each.name} ${each.version}`])
  }
  return [
    '# Third-party notices',
    '',
    'What is bundled into the app, and under which licence. Written by `node scripts/third-party-notices.ts`; do not edit.',
    'Electron and Chromium bring their notices beside the program (`LICENSE.electron.txt`, `LICENSES.chromium.html`).',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...shipped.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '',
    '| files | licence |',
    '|---|---|',
    ...bundledFiles.map(([what, licence]) => `| ${what} | ${licence} |`),
    '',
    '## Licence texts',
    '',
    'Those of the files above lie beside them.',
    '',
    ...[...texts].flatMap(([text, names]) => [`### ${names.join(', ')}`, '', '````text', text, '````', '']),
  ].join('\n')
}

if (import.meta.main) {
  writeFileSync(noticesPath, notices())
  console.log(`Written: ${noticesPath}`)
}

import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build as buildApp } from 'electron-vite'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')

// Each in a build of its own: when two entries share one, the bundler may put shared code into one entry and let the
// other require it, and main would then start a second server inside itself.
const nodeEntries = [
  { input: 'src/server/index.ts', outDir: 'out/server', name: 'index' },
  ...globSync('src/main/**/*.worker.ts', { cwd: root }).map((input) => ({
    input,
    outDir: 'out/workers',
    name: basename(input, '.worker.ts'),
  })),
]

/** Bundles a program for Electron's Node: CommonJS, with the native modules left outside. */
async function buildNodeEntry({ input, outDir, name }: (typeof nodeEntries)[number]) {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['better-sqlite3', 'electron'] },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: join(root, input),
        output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false },
      },
    },
  })
}

/** The phone's web app, beside the windows of the desktop. */
async function buildPhone() {
  await build({
    configFile: false,
    root: join(root, 'src', 'renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: join(root, 'out', 'renderer'),
      emptyOutDir: false,
      minify: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { phone: join(root, 'src', 'renderer', 'phone', 'index.html') } },
    },
  })
}

/** Builds everything that `npm start` runs into `out/`. */
export async function buildAll() {
  await buildApp({ root, logLevel: 'warn' })
  await buildPhone()
  await buildNodeEntries()
}

export async function buildNodeEntries() {
  for (const entry of nodeEntries) await buildNodeEntry(entry)
}

if (import.meta.main) {
  await buildAll()
  console.log('Built into out/')
}

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..', '..', 'src')

const isForStart = /src\/(main\/(index|app\/|ipc\/senders)|protocol\/url-of)/

/** Every module that is there once `file` runs, by its path or its package; types and later imports are none. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [statement, name = ''] of readFileSync(file, 'utf8').matchAll(/^import\b[^'(]*'([^']+)'$/gm)) {
    if (/^import type/.test(statement)) continue
    if (name.startsWith('.')) loadedBy(join(dirname(file), name), seen)
    else if (!name.startsWith('node:')) seen.add(name)
  }
  return seen
}

test('before the first window main loads Electron and its own few files', () => {
  const loaded = [...loadedBy(join(source, 'main', 'index.ts'))]
  expect({
    packages: loaded.filter((name) => !name.startsWith('/')),
    elsewhere: loaded.filter((name) => name.startsWith('/') && !isForStart.test(name)),
  }).toEqual({ packages: ['electron'], elsewhere: [] })
})

test('before its first picture no window loads the schemas of what it may ask', () => {
  const windows = ['bid-tool', 'opening-hall', 'phone-frame']
  const loaded = windows.map((name) => loadedBy(join(source, 'renderer', name, 'main.tsx')))
  expect(loaded.map((modules) => [modules.has('react'), modules.has('zod')])).toEqual(windows.map(() => [true, false]))
})

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Rows of the tables whose last column names tests. */
function attackRows(): { attack: string; tests: string }[] {
  let isTestTable = false
  return read('docs/threat-model.md')
    .split('\n')
    .flatMap((line) => {
      const cells = line.split('|').map((cell) => cell.trim())
      if (!line.startsWith('|')) isTestTable = false
      else if (cells.at(-2) === 'test') isTestTable = true
      else if (isTestTable && !line.startsWith('|---')) return [{ attack: cells[1] ?? '', tests: cells.at(-2) ?? '' }]
      return []
    })
}

/** Every `file` with the “names” that follow it. */
function namedTests(cell: string): { path: string; names: string[] }[] {
  return [...cell.matchAll(/`(test\/[^`]+)`([^`]*)/g)].map(([, path = '', rest = '']) => ({
    path,
    names: [...rest.matchAll(/“([^”]+)”/g)].map(([, name = '']) => name),
  }))
}

test('every attack names its test or says that it has none', () => {
  const silent = attackRows().filter(({ tests }) => namedTests(tests).length === 0 && !tests.startsWith('no test yet'))
  expect(silent).toEqual([])
})

test('every named test exists in its file', () => {
  const missing = attackRows()
    .flatMap(({ tests }) => namedTests(tests))
    .flatMap(({ path, names }) => {
      if (names.length === 0 || !existsSync(join(root, path))) return [path]
      const source = read(path).replaceAll("\\'", "'")
      return names.filter((name) => !source.includes(name)).map((name) => `${path}: ${name}`)
    })
  expect(missing).toEqual([])
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importedPackages, notices, shippedPackages } from '../../scripts/third-party-notices.ts'

test('the third-party notices name what the app bundles now (node scripts/third-party-notices.ts writes them)', () => {
  const written = readFileSync(join(import.meta.dirname, '../../THIRD-PARTY-NOTICES.md'), 'utf8')
  expect(written === notices()).toBe(true)
})

test('packages are found in every form of import, types and our own files are not', () => {
  const source = `import { a } from 'one/deep'
import type { B } from 'two'
import '@scope/three/style.css'
import {
  c,
} from 'four'
import { d } from './five.ts'
import { e } from 'node:fs'
const f = await import('six')
`
  expect([...importedPackages([source])].sort()).toEqual(['@scope/three', 'four', 'one', 'six'])
})

test('a package that is installed twice is taken from where Node finds it', () => {
  const lock = {
    'node_modules/a': { version: '1.0.0', license: 'MIT', dependencies: { b: '^2.0.0', c: '^1.0.0' } },
    'node_modules/a/node_modules/b': { version: '2.0.0', license: 'ISC' },
    'node_modules/b': { version: '1.0.0', license: 'MIT' },
    'node_modules/c': { version: '1.5.0', dependencies: { b: '^1.0.0' } },
  }
  expect(shippedPackages(lock, ['a']).map(({ name, version, licence }) => [name, version, licence])).toEqual([
    ['a', '1.0.0', 'MIT'],
    ['b', '1.0.0', 'MIT'],
    ['b', '2.0.0', 'ISC'],
    ['c', '1.5.0', 'see its text'],
  ])
})

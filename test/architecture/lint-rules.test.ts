import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { plantedTree, projectRoot } from '../kit/planted-tree.ts'

const bodyOf = (expression: string) => `export const planted = () => ${expression}\n`

/** What may not stand in domain, protocol and contract, by the rule that catches it. */
const impure: Record<string, [rule: string, text: string]> = {
  fetch: ['noRestrictedGlobals', bodyOf("fetch('/')")],
  websocket: ['noRestrictedGlobals', bodyOf("new WebSocket('ws://127.0.0.1')")],
  'indexed-db': ['noRestrictedGlobals', bodyOf("indexedDB.open('shares')")],
  'set-timeout': ['noRestrictedGlobals', bodyOf('setTimeout(() => undefined, 1)')],
  'set-interval': ['noRestrictedGlobals', bodyOf('setInterval(() => undefined, 1)')],
  performance: ['noRestrictedGlobals', bodyOf('performance.now()')],
  crypto: ['noRestrictedGlobals', bodyOf('crypto.getRandomValues(new Uint8Array(1))')],
  'global-this': ['noRestrictedGlobals', bodyOf('globalThis.crypto')],
  self: ['noRestrictedGlobals', bodyOf('self.crypto')],
  'date-now': ['plugin', bodyOf('Date.now()')],
  'date-now-reference': ['plugin', 'export const planted = Date.now\n'],
  'new-date': ['plugin', bodyOf('new Date()')],
  'date-call': ['plugin', bodyOf('Date()')],
  'math-random': ['plugin', bodyOf('Math.random()')],
  console: ['noConsole', bodyOf("console.log('x')")],
}
const pureFolders = ['domain', 'protocol', 'contract']

/** What may stand nowhere. */
const everywhere: Record<string, [rule: string, text: string]> = {
  'src/main/default-export.ts': ['noDefaultExport', 'const planted = 1\nexport default planted\n'],
  'src/main/barrel.ts': ['noBarrelFile', "export { planted } from './other.ts'\n"],
  'src/main/any.ts': ['noExplicitAny', 'export const planted = (value: any) => value\n'],
  'src/main/protocol.ts': ['useNodejsImportProtocol', "import { join } from 'path'\n\nexport const planted = join\n"],
  'test/skipped.test.ts': ['noSkippedTests', "import { test } from 'vitest'\n\ntest.skip('planted', () => {})\n"],
  'test/focused.test.ts': ['noFocusedTests', "import { test } from 'vitest'\n\ntest.only('planted', () => {})\n"],
}

const planted: Record<string, [rule: string, text: string]> = { ...everywhere }
for (const folder of pureFolders) {
  for (const [name, plant] of Object.entries(impure)) planted[`src/${folder}/${name}.ts`] = plant
}

const allowedInMain = 'src/main/impure.ts'
const tree = plantedTree(['biome.json', 'scripts/check/lint'], {
  ...Object.fromEntries(Object.entries(planted).map(([file, [, text]]) => [file, text])),
  [allowedInMain]: bodyOf('[Date.now(), Math.random(), fetch, crypto]'),
  'src/domain/fixed-date.ts': bodyOf('new Date(0).getTime() + Date.UTC(2026, 0)'),
})
afterAll(tree.remove)

const biome = join(projectRoot, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=github', '--max-diagnostics=none'], {
  cwd: tree.root,
  encoding: 'utf8',
})
const caught = [...stdout.matchAll(/^::error title=([^,]+),file=([^,]+)/gm)].map(([, rule = '', file = '']) => ({
  rule: rule.slice(rule.lastIndexOf('/') + 1),
  file: relative(realpathSync(tree.root), resolve(tree.root, file)),
}))

test.each(Object.entries(planted).map(([file, [rule]]) => [file, rule] as const))('%s breaks %s', (file, rule) => {
  expect(caught).toContainEqual({ rule, file })
})

test('outside the pure folders, and with a time that was given, nothing is refused', () => {
  expect(caught.filter(({ file }) => file === allowedInMain || file === 'src/domain/fixed-date.ts')).toEqual([])
})

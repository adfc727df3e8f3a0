import { afterAll, expect, test } from 'vitest'
import { everyModuleIsRead, findBoundaryViolations, importsNameTheirFile } from '../../scripts/check/boundaries.ts'
import { boundaryRules, domainMayImport, mayImport } from '../../scripts/check/boundary-rules.ts'
import { plantedTree } from '../kit/planted-tree.ts'

const target = 'export const target = 1\nexport type Target = number\n'
const imports = (specifier: string) => `import { target } from '${specifier}'\nexport const planted = target\n`
const up = (folder: string) => '../'.repeat(folder.split('/').length + 1)

/** Plants an import from every folder of a table into every folder of it, and lists those that must be caught. */
function plantEveryPair(table: typeof mayImport, prefix: string) {
  const files: Record<string, string> = {}
  const forbidden: string[] = []
  for (const [from, allowed] of Object.entries(table)) {
    files[`src/${prefix}${from}/target.ts`] = target
    for (const to of Object.keys(table)) {
      const name = `src/${prefix}${from}/imports-${to.replace('/', '-')}.ts`
      if (to === from) continue
      files[name] =
        `import type { Target } from '${up(prefix + from)}src/${prefix}${to}/target.ts'\nexport type P = Target\n`
      if (!allowed.includes(to))
        forbidden.push(`${prefix}${from} may import ${allowed.join(', ') || 'nothing else'}: ${name}`)
    }
  }
  return { files, forbidden }
}

const folders = plantEveryPair(mayImport, '')
const topics = plantEveryPair(domainMayImport, 'domain/')

/** One planted file for each rule that is not a row of a table. */
const singles: Record<string, Record<string, string>> = {
  'files directly in domain import no topic': { 'src/domain/planted.ts': imports('./sm/target.ts') },
  'every folder of src is in the table': { 'src/utils/planted.ts': imports('../domain/target.ts') },
  'every folder of domain is in the table': { 'src/domain/helpers/planted.ts': imports('../target.ts') },
  'src imports nothing of the house around it': { 'src/main/from-scripts.ts': imports('../../scripts/target.ts') },
  'domain, protocol and contract run anywhere: no node': {
    'src/domain/node.ts': "import { readFileSync } from 'node:fs'\nexport const planted = readFileSync\n",
    'src/protocol/node.ts': "import { join } from 'path'\nexport const planted = join\n",
    'src/contract/node.ts': "export const planted = () => import('node:crypto')\n",
  },
  'domain, protocol and contract use packages that run anywhere': {
    'src/domain/package.ts': "import fastify from 'fastify'\nexport const planted = fastify\n",
  },
  'windows have no node': {
    'src/renderer/kit/node.ts': "import { join } from 'node:path'\nexport const planted = join\n",
  },
  'electron only in main and preload': {
    'src/server/electron.ts': "import { app } from 'electron'\nexport const planted = app\n",
    'src/renderer/phone/electron.ts': "import type { App } from 'electron'\nexport type P = App\n",
  },
  'preload imports types only': { 'src/preload/value.ts': imports('../contract/target.ts') },
  'no cycles': {
    'src/main/a.ts': "import { b } from './b.ts'\nexport const a = () => b\n",
  },
  'every import resolves': { 'src/main/lost.ts': imports('./nowhere.ts') },
  [importsNameTheirFile]: { 'src/main/vague.ts': imports('../domain/target') },
}

const tree = plantedTree(['package.json'], {
  'src/domain/target.ts': target,
  'scripts/target.ts': target,
  'src/main/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n",
  'src/main/zod.ts': "import { z } from 'zod'\nexport const allowed = z\n",
  'src/domain/zod.ts': "import { z } from 'zod'\nexport const allowed = z\n",
  'src/main/electron.ts': "import { app } from 'electron'\nexport const allowed = app\n",
  ...folders.files,
  ...topics.files,
  ...Object.assign({}, ...Object.values(singles)),
})
afterAll(tree.remove)
const violations = findBoundaryViolations(tree.root)
const caught = async () => new Set((await violations).map(({ rule, from }) => `${rule}: ${from}`))

test('between any two folders exactly the imports of the table are allowed', async () => {
  const rows = [...(await caught())].filter((one) => one.includes(' may import '))
  expect(rows.sort()).toEqual(expect.arrayContaining([...folders.forbidden, ...topics.forbidden].sort()))
  const planted = new Set(Object.values(singles).flatMap(Object.keys))
  const unplanned = rows.filter((one) => !planted.has(one.slice(one.lastIndexOf(': ') + 2)))
  expect(unplanned).toEqual([...folders.forbidden, ...topics.forbidden].sort())
})

test.each(Object.entries(singles))('%s', async (rule, files) => {
  const found = await caught()
  expect(Object.keys(files).filter((file) => !found.has(`${rule}: ${file}`))).toEqual([])
})

test('every rule has its planted violation', async () => {
  const found = new Set((await violations).map(({ rule }) => rule))
  expect(boundaryRules.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([])
})

test('what is allowed is left alone', async () => {
  const allowed = ['src/main/zod.ts', 'src/domain/zod.ts', 'src/main/electron.ts']
  expect((await violations).filter(({ from }) => allowed.includes(from))).toEqual([])
})

test('a file that was not read is a violation', async () => {
  const unread = plantedTree(['package.json'], { 'src/main/a.ts': target, 'src/main/b.tsx': target })
  const found = await findBoundaryViolations(unread.root, async () => ({ modules: [], violations: [] }))
  unread.remove()
  expect(found).toEqual(['src/main/a.ts', 'src/main/b.tsx'].map((from) => ({ rule: everyModuleIsRead, from, to: '' })))
})

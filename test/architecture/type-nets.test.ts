import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { plantedTree, projectRoot } from '../kit/planted-tree.ts'

const plants: Record<string, string> = {
  document: 'export const planted = document.title\n',
  window: 'export const planted = window.name\n',
  process: 'export const planted = process.env\n',
  Buffer: "export const planted = Buffer.from('')\n",
  require: "export const planted = require('zod')\n",
  'node-fs': "import { readFileSync } from 'node:fs'\nexport const planted = readFileSync\n",
  dirname: 'export const planted = __dirname\n',
  enum: 'export enum Planted { One }\n',
  'type-import': "import { Planted } from './planted-type.ts'\nexport type Again = Planted\n",
  'unchecked-index': 'export const planted = (list: string[]): string => list[0]\n',
}
const pureFolders = ['domain', 'protocol', 'contract']

// The real folders with the real configuration, because one import of a package that brings Node's types would open
// the net for every file beside it.
const files: Record<string, string> = {}
for (const folder of pureFolders) {
  files[`src/${folder}/planted-type.ts`] = 'export type Planted = number\n'
  for (const [name, text] of Object.entries(plants)) files[`src/${folder}/planted-${name}.ts`] = text
}
const tree = plantedTree(['tsconfig.base.json', 'package.json', ...pureFolders.map((folder) => `src/${folder}`)], files)
afterAll(tree.remove)

const compiler = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')
const { stdout } = spawnSync(process.execPath, [compiler, '-b', 'src/contract', '--pretty', 'false'], {
  cwd: tree.root,
  encoding: 'utf8',
})
const filesWithErrors = new Set([...stdout.matchAll(/^(src\/[^(]+)\(\d+,\d+\): error/gm)].map(([, file]) => file))

test.each(pureFolders.flatMap((folder) => Object.keys(plants).map((name) => [folder, name] as const)))(
  'in %s the compiler refuses %s',
  (folder, name) => {
    expect(filesWithErrors).toContain(`src/${folder}/planted-${name}.ts`)
  },
)

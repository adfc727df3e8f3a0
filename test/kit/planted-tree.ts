import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const projectRoot = join(import.meta.dirname, '..', '..')

/** A copy of parts of the project in a temporary folder, to plant violations in; `remove` when done. */
export function plantedTree(copied: string[], planted: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'bidseal-planted-'))
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
  for (const path of copied) cpSync(join(projectRoot, path), join(root, path), { recursive: true })
  for (const [path, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const longestFileInLines = 400

/** Source files longer than anybody wants to read; tables and generated data belong in JSON. */
export function findLongFiles(root: string): { path: string; lines: number }[] {
  return globSync('{src,scripts,test}/**/*.{ts,tsx}', { cwd: root })
    .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > longestFileInLines)
}

if (import.meta.main) {
  const long = findLongFiles(process.cwd())
  for (const { path, lines } of long) console.error(`${path} has ${lines} lines, more than ${longestFileInLines}`)
  process.exitCode = long.length === 0 ? 0 : 1
}

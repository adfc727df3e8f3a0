import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { engineModules } from './build.ts'

// Writes the WebAssembly modules of the SM algorithms, as text, where the product reads them. A test builds them again and
// compares, so that what runs is what stands in this folder.

const path = join(import.meta.dirname, '../../src/domain/sm/engine/modules.ts')
const lines = Object.entries(await engineModules()).map(
  ([name, bytes]) => `export const ${name} =\n  '${Buffer.from(bytes).toString('base64url')}'\n`,
)
await writeFile(
  path,
  `// Written by \`npm run engine\` from scripts/engine/; base64url of WebAssembly modules.\n\n${lines.join('\n')}`,
)

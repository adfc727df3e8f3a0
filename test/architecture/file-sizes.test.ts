import { expect, test } from 'vitest'
import { findLongFiles } from '../../scripts/check/file-sizes.ts'
import { plantedTree } from '../kit/planted-tree.ts'

test('a source file of more than 400 lines is named, one of 400 and generated JSON are not', () => {
  const lines = (count: number) => '1\n'.repeat(count)
  const tree = plantedTree([], {
    'src/main/fits.ts': lines(400),
    'src/main/long.ts': lines(401),
    'src/renderer/kit/long.tsx': lines(500),
    'test/long.test.ts': lines(401),
    'scripts/table.json': lines(900),
  })
  const found = findLongFiles(tree.root)
  tree.remove()
  expect(found.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
    { path: 'src/main/long.ts', lines: 401 },
    { path: 'src/renderer/kit/long.tsx', lines: 500 },
    { path: 'test/long.test.ts', lines: 401 },
  ])
})

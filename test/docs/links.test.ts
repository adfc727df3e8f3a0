import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const documents = globSync(['*.md', 'docs/**/*.md', 'resources/**/*.md', 'test/**/*.md'], { cwd: root })

/** Relative targets of links and pictures outside code, without their fragments. */
function targetsIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/^(`{3,})[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/.test(target) ? [] : [target],
  )
}

test('every relative link in a document leads to a file', () => {
  const broken = documents
    .filter((path) => path !== 'THIRD-PARTY-NOTICES.md')
    .flatMap((path) => targetsIn(readFileSync(join(root, path), 'utf8')).map((target) => ({ path, target })))
    .filter(({ path, target }) => !existsSync(join(root, dirname(path), target)))
  expect(broken).toEqual([])
})

test('links in prose are found, those in code and to other hosts are not', () => {
  const markdown = '[a](one.md#part) ![b](two.png) `[c](three.md)` [d](https://example.org)\n```\n[e](four.md)\n```\n'
  expect(targetsIn(markdown)).toEqual(['one.md', 'two.png'])
})

test('decisions have numbers of their own', () => {
  const numbers = documents.flatMap((path) => /decisions\/(\d{3})-[a-z0-9-]+\.md$/.exec(path)?.[1] ?? [])
  expect(numbers.length).toBe(new Set(numbers).size)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const glossary = readFileSync(join(import.meta.dirname, '../../docs/glossary.md'), 'utf8')

/** The rows of every table: 中文 | code | … */
const rows = glossary
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| 中文'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

const repeated = (words: readonly string[]) => words.filter((word, i) => words.indexOf(word) !== i)

test('a word of the code stands for one concept', () => {
  expect(repeated(rows.map(([, , code = '']) => code))).toEqual([])
})

test('a Chinese term has one word in the code', () => {
  expect(repeated(rows.flatMap(([, chinese = '']) => chinese.split(', ')))).toEqual([])
})

test('every row has its term and its word', () => {
  expect(rows.filter(([, chinese, code]) => !chinese || !code)).toEqual([])
})

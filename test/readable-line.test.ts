import { expect, test } from 'vitest'
import { line, readableLine } from '../src/domain/readable-line.ts'

test.each([
  ['Chinese text', '浙江澄远建设集团有限公司（一标段）', true],
  ['a character outside the basic plane', '𠮷林建设', true],
  ['text that is not NFC', 'e\u0301', false],
  ['a line end', '投标函\n已盖章', false],
  ['a paragraph separator', '投标函\u2029已盖章', false],
  ['⚔ a mark that turns the direction', '投标函\u202efdp.exe', false],
  ['⚔ half a surrogate pair', '投标函\ud842', false],
])('one line of text: %s', (_, text, isAccepted) => {
  expect(line(60).safeParse(text).success).toBe(isAccepted)
})

test.each([
  ['marks of direction are left out', '投标函\u202efdp', '投标函fdp'],
  ['a rare character is not cut in two', `${'函'.repeat(9)}𠮷`, '函'.repeat(9)],
  ['nothing may be left', '\u202e\n', ''],
])('the readable line of a text: %s', (_, text, readable) => {
  expect(readableLine(text, 10)).toBe(readable)
})

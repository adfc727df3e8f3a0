import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog } from '../../../src/main/app/log.ts'
import { folderOfTest } from '../../kit/folder-of-test.ts'

const now = () => new Date('2026-01-02T03:04:05Z')

test('a bug is written down under the id that the user is shown', () => {
  const path = join(folderOfTest(), 'logs', 'main.log')
  const reportId = openLog(path, now).reportBug(new Error('the page has no root'))
  const line = JSON.parse(readFileSync(path, 'utf8'))
  expect(line).toMatchObject({ at: '2026-01-02T03:04:05.000Z', what: 'bug', reportId })
  expect(line.error).toContain('the page has no root')
})

test('what could be a PIN, a key or a token never reaches the file', () => {
  const path = join(folderOfTest(), 'main.log')
  const key = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8'
  const token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIiOiIxMjM0NTY3ODkwIn0'
  openLog(path, now).write('seen', { text: `pin 314159, key ${key}, token ${token}` })
  expect(JSON.parse(readFileSync(path, 'utf8')).text).toBe('pin [hidden], key [hidden], token [hidden]')
})

test('a bug that cannot be written down is answered with its id all the same', () => {
  const path = join(folderOfTest(), 'main.log')
  const log = openLog(path, now)
  mkdirSync(path)
  expect(log.reportBug(new Error('the disk is full'))).toMatch(/^[0-9a-f]{8}$/)
})

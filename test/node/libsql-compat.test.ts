/// <reference path="../../src/node/better-sqlite3.d.ts" />
import { createRequire } from 'node:module'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const Libsql: typeof Sqlite = require('../../scripts/electron-runtime/hook/libsql-compat.cjs')

function answersOf(Database: typeof Sqlite) {
  const database = new Database(':memory:')
  database.exec('CREATE TABLE things (name TEXT, bytes BLOB, size INTEGER) STRICT')
  const insert = database.prepare('INSERT INTO things VALUES (?, ?, ?)')
  const { changes } = insert.run('full', Buffer.from([1, 2, 255]), 3)
  insert.run('empty', Buffer.alloc(0), 0)
  insert.run('none', null, null)
  const select = database.prepare('SELECT * FROM things ORDER BY rowid')
  const answers = [changes, select.get(), select.all(), database.pragma('user_version')]
  database.close()
  return answers
}

test('the stand-in of older runtimes answers like SQLite itself, bytes as bytes', () => {
  expect(answersOf(Libsql)).toStrictEqual(answersOf(Sqlite))
})

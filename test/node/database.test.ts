import type fs from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '../../src/node/database.ts'

type Synced = (error: Error | null) => void
const syncs = vi.hoisted(() => ({ begun: [] as Synced[], isHeld: false }))
vi.mock(import('node:fs'), async (importOriginal) => {
  const original = await importOriginal()
  const fdatasync = (file: number, done: Synced) => {
    syncs.begun.push(done)
    if (!syncs.isHeld) original.fdatasync(file, done)
  }
  return { ...original, fdatasync: fdatasync as typeof fs.fdatasync }
})

let folder: string
let db: Database

beforeEach(async () => {
  syncs.isHeld = false
  folder = await mkdtemp(join(tmpdir(), 'bidseal-database-'))
  db = openDatabase(join(folder, 'test.sqlite'), ['CREATE TABLE things (name TEXT) STRICT'])
  await db.transactionOnDisk(insert('first'))
  syncs.begun.length = 0
})

afterEach(async () => {
  db.close()
  await rm(folder, { recursive: true, force: true })
})

const insert = (name: string) => () => db.run('INSERT INTO things VALUES (?)', name)
/** 1: a commit does not wait for the disk; 2: it does. */
const synchronous = () => db.get<{ synchronous: number }>('PRAGMA synchronous')?.synchronous
const settled = async (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setTimeout(resolve, 0)).then(() => false)])

test('what is on its way to the disk is not told before it is there, and several wait for one sync', async () => {
  syncs.isHeld = true
  const early = db.transactionOnDisk(insert('early'))
  // Committed after that sync has begun, so these two need another one.
  const late = [db.transactionOnDisk(insert('late')), db.transactionOnDisk(insert('later'))]
  const before = [await settled(early), syncs.begun.length]
  syncs.begun[0]!(null)
  await early
  const between = [await settled(Promise.any(late)), syncs.begun.length]
  syncs.begun[1]!(null)
  await Promise.all(late)
  expect({ before, between, syncs: syncs.begun.length }).toEqual({ before: [false, 1], between: [false, 2], syncs: 2 })
})

test('a disk that does not take what it is given is believed nothing any more', async () => {
  syncs.isHeld = true
  const refused = db.transactionOnDisk(insert('lost'))
  syncs.begun[0]!(new Error('EIO'))
  await expect(refused).rejects.toThrow('EIO')
  expect(() => db.transaction(insert('next'))).toThrow('The disk has not taken what it was given')
})

test.skipIf(process.platform === 'win32')('a log that somebody removed is no log', async () => {
  // Windows lets nobody remove a file that is open.
  await rm(join(folder, 'test.sqlite-wal'))
  await expect(db.transactionOnDisk(insert('unlinked'))).rejects.toThrow('The write-ahead log was removed')
})

test('what changes outside of a transaction is waited for, whatever was before it', () => {
  db.transactionWithNext(insert('with the next'))
  const before = synchronous()
  db.run('INSERT INTO things VALUES (?)', 'alone')
  expect([before, synchronous()]).toEqual([1, 2])
})

test('a refused transaction leaves nothing, and the next one is whole', async () => {
  const refuse = () => {
    insert('half')()
    throw new Error('refused')
  }
  await expect(db.transactionOnDisk(refuse)).rejects.toThrow('refused')
  await db.transactionOnDisk(insert('whole'))
  expect(db.all('SELECT name FROM things')).toEqual([{ name: 'first' }, { name: 'whole' }])
})

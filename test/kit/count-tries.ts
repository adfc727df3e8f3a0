import { join } from 'node:path'
import { openDatabase } from '../../src/node/database.ts'
import { migrations } from '../../src/server/store/migrations/all.ts'
import type { TestServer } from './server.ts'

/** Leaves a server as if so many tries of a bucket had just been counted. */
export function countTries({ dataFolder, now }: TestServer, bucket: string, tries: number): void {
  const db = openDatabase(join(dataFolder, 'server.sqlite'), migrations)
  db.transaction(() => {
    for (let i = 0; i < tries; i++) db.run('INSERT INTO tries VALUES (?, ?)', bucket, now())
  })
  db.close()
}

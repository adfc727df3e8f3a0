import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../node/database.ts'
import { openFileStore, removeUnfinished } from './file-store.ts'
import { migrations } from './migrations/all.ts'

/** The truth of the desktop: one database and the files it names. */
export function openStore(folder: string) {
  mkdirSync(folder, { recursive: true })
  const temporary = join(folder, 'temporary')
  rmSync(temporary, { recursive: true, force: true })
  const files = join(folder, 'files')
  removeUnfinished(files)
  return {
    database: openDatabase(join(folder, 'bidseal.sqlite'), migrations),
    files: openFileStore(files),
    /** For work in progress; emptied at every start. */
    temporary,
    /** For work that goes on after a crash; whoever works there removes what is stale. */
    unfinished: join(folder, 'unfinished'),
    /** Bid files that the hall has fetched, or begun to; whoever works there removes what is stale. */
    downloads: join(folder, 'downloads'),
  }
}
export type Store = ReturnType<typeof openStore>

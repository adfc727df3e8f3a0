import Sqlite from 'better-sqlite3'
import { openWriteAheadLog, type WriteAheadLog } from './write-ahead-log.ts'

export type Value = string | number | null | Uint8Array

/** SQLite with the few verbs that repositories need. Statements are prepared once each. */
export interface Database {
  run(sql: string, ...params: Value[]): { changes: number }
  /** The first row, or null. The caller names the row's type beside the SQL that selects it. */
  get<Row>(sql: string, ...params: Value[]): Row | null
  all<Row>(sql: string, ...params: Value[]): Row[]
  /** All or nothing; inside another transaction it becomes part of that one. */
  transaction<T>(act: () => T): T
  /**
   * As `transaction`, but on the disk only together with the next one, or sooner: for what a power cut may take back as
   * long as it takes back everything after it, too.
   */
  transactionWithNext<T>(act: () => T): T
  /**
   * As `transaction`, but settles only when it is on the disk, and the thread works on meanwhile: what it tells nobody may
   * hear before. Several that wait at once are waited for once.
   */
  transactionOnDisk<T>(act: () => T): Promise<T>
  close(): void
}

/**
 * Opens the file (`:memory:` for a database that is gone afterwards) and brings its tables up to date. Each migration is
 * SQL, applied once and in order; a released one never changes.
 */
export function openDatabase(path: string, migrations: readonly string[]): Database {
  const sqlite = new Sqlite(path)
  // A share or an answer that was told to somebody must survive the next power cut: FULL, not the usual NORMAL.
  const pragmas = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000']
  // Everybody waits while the log is put into the database: each 16 MiB instead of 4.
  for (const pragma of [...pragmas, 'wal_autocheckpoint = 4000']) sqlite.pragma(pragma)
  const database = wrap(sqlite, hasLog(sqlite) ? openWriteAheadLog(`${path}-wal`) : null)
  migrate(sqlite, database, migrations)
  return database
}

/** A database in memory has none. */
function hasLog(sqlite: Sqlite): boolean {
  const [mode] = sqlite.pragma('journal_mode') as { journal_mode: string }[]
  return mode?.journal_mode === 'wal'
}

function wrap(sqlite: Sqlite, log: WriteAheadLog | null): Database {
  const statements = new Map<string, ReturnType<Sqlite['prepare']>>()
  const statement = (sql: string) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const prepared = sqlite.prepare(sql)
    statements.set(sql, prepared)
    return prepared
  }
  const bound = (params: Value[]) =>
    params.map((value) =>
      value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
    )
  const begin = sqlite.prepare('BEGIN IMMEDIATE')
  const commit = sqlite.prepare('COMMIT')
  let waits = true
  /** Whether the next commit waits for the disk; saying it to SQLite takes a tenth of a commit. */
  function setWaiting(wanted: boolean) {
    if (wanted === waits) return
    sqlite.pragma(`synchronous = ${wanted ? 'FULL' : 'NORMAL'}`)
    waits = wanted
  }
  function transaction<T>(isWaitedFor: boolean, act: () => T): T {
    if (sqlite.inTransaction) return act()
    log?.check()
    setWaiting(isWaitedFor)
    begin.run()
    try {
      const result = act()
      commit.run()
      return result
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec('ROLLBACK')
      throw error
    }
  }
  let isLogOnDisk = false
  const database: Database = {
    run(sql, ...params) {
      if (!sqlite.inTransaction) setWaiting(true)
      return { changes: statement(sql).run(...bound(params)).changes }
    },
    get: <Row>(sql: string, ...params: Value[]) => (statement(sql).get(...bound(params)) as Row | undefined) ?? null,
    all: <Row>(sql: string, ...params: Value[]) => statement(sql).all(...bound(params)) as Row[],
    transaction: (act) => transaction(true, act),
    // In the write-ahead log a transaction is never on the disk without those before it, and FULL waits for all of them.
    transactionWithNext: (act) => transaction(false, act),
    async transactionOnDisk(act) {
      if (log === null) return database.transaction(act)
      // Once SQLite itself must have waited, which waits for the log's entry in its folder, too. This writes in any case.
      if (!isLogOnDisk) {
        setWaiting(true)
        sqlite.pragma('user_version = 1')
        isLogOnDisk = true
      }
      const result = database.transactionWithNext(act)
      await log.reachDisk()
      return result
    },
    close() {
      log?.close()
      sqlite.close()
    },
  }
  return database
}

/** Applies each migration once, in order, each in one transaction. A database of a newer program is refused. */
function migrate(sqlite: Sqlite, database: Database, migrations: readonly string[]): void {
  sqlite.exec('CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY) STRICT')
  const { done } = database.get<{ done: number }>('SELECT COALESCE(MAX(number), 0) AS done FROM migrations')!
  if (done > migrations.length) throw new Error(`The database is of a newer program (migration ${done})`)
  for (const [i, sql] of migrations.entries()) {
    if (i < done) continue
    database.transaction(() => {
      sqlite.exec(sql)
      database.run('INSERT INTO migrations VALUES (?)', i + 1)
    })
  }
}

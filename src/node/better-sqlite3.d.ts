/** The part of better-sqlite3 that `database.ts` uses; the package ships no types. */
declare module 'better-sqlite3' {
  type Bound = number | string | bigint | Buffer | null
  interface Statement {
    run(...params: Bound[]): { changes: number; lastInsertRowid: number | bigint }
    get(...params: Bound[]): unknown
    all(...params: Bound[]): unknown[]
  }
  class Sqlite {
    constructor(path: string)
    prepare(sql: string): Statement
    exec(sql: string): this
    pragma(sql: string): unknown
    close(): void
    readonly inTransaction: boolean
  }
  export = Sqlite
}

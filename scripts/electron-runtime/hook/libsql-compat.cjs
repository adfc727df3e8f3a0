// Makes libsql answer like better-sqlite3 13 where the product relies on it.
const fs = require('node:fs')
const Libsql = require('libsql')

function bound(value) {
  if (typeof value === 'boolean' || typeof value === 'symbol' || typeof value === 'function' || value instanceof Date) {
    throw new TypeError('SQLite3 can only bind numbers, strings, bigints, buffers, and null')
  }
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  return value
}

function boundAll(values) {
  // A lone buffer would be taken for a list of parameters.
  if (values.length === 1 && values[0] instanceof Uint8Array) return [[bound(values[0])]]
  return values.map((value) => {
    if (Array.isArray(value)) return value.map(bound)
    const isNamed = value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
    return isNamed ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bound(one)])) : bound(value)
  })
}

/** Of a list of rows libsql answers blobs as ArrayBuffer, of a single row as Buffer. */
function withBuffers(row) {
  for (const [name, value] of Object.entries(row)) if (value instanceof ArrayBuffer) row[name] = Buffer.from(value)
  return row
}

function withoutMetadata(row) {
  if (row !== null && typeof row === 'object' && !Array.isArray(row)) delete row._metadata
  return row
}

function adapt(statement) {
  const { get, run, iterate } = statement
  let isPlucked = false
  const answer = (row) => {
    if (row === undefined) return undefined
    if (!isPlucked) return withoutMetadata(row)
    return Array.isArray(row) ? row[0] : Object.values(withoutMetadata(row))[0]
  }
  return Object.assign(statement, {
    get: (...values) => answer(get.apply(statement, boundAll(values))),
    all: (...values) => [...statement.iterate(...values)],
    *iterate(...values) {
      for (const row of iterate.apply(statement, boundAll(values))) yield answer(withBuffers(row))
    },
    run(...values) {
      const { changes, lastInsertRowid } = run.apply(statement, boundAll(values))
      return { changes, lastInsertRowid }
    },
    pluck(on = true) {
      isPlucked = on
      return statement
    },
  })
}

class Database extends Libsql {
  constructor(file = '', options = {}) {
    const isInMemory = file === ':memory:' || file === ''
    if ((options.fileMustExist || options.readonly) && !isInMemory && !fs.existsSync(file)) {
      throw new Libsql.SqliteError('unable to open database file', 'SQLITE_CANTOPEN', 14)
    }
    super(file, options)
    Object.defineProperty(this, 'name', { value: file })
    Object.defineProperty(this, 'memory', { value: isInMemory })
    if (options.timeout !== undefined) super.prepare(`pragma busy_timeout = ${Number(options.timeout)}`).all()
    if (options.readonly) super.exec('pragma query_only = on')
  }

  prepare(sql) {
    return adapt(super.prepare(sql))
  }

  exec(sql) {
    super.exec(sql)
    return this
  }

  pragma(sql, options = {}) {
    const rows = super.prepare(`pragma ${sql}`).all().map(withoutMetadata)
    if (!options.simple) return rows
    return rows[0] === undefined ? undefined : Object.values(rows[0])[0]
  }

  async backup(file) {
    super.prepare('vacuum into ?').run(file)
    return { totalPages: 1, remainingPages: 0 }
  }
}

Database.SqliteError = Libsql.SqliteError
module.exports = Database

import type { Database } from '../node/database.ts'

/** Few facts about the installation: when it first started, the demo's clock. */
export interface Settings {
  number(name: string): number | null
  setNumber(name: string, value: number): void
}

export function createSettings(db: Database): Settings {
  return {
    number(name) {
      const row = db.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name)
      return row === null ? null : Number(row.value)
    },
    setNumber: (name, value) => {
      db.run('INSERT OR REPLACE INTO settings VALUES (?, ?)', name, String(value))
    },
  }
}

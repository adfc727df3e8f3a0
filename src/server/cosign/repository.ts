import type { CosignStore, DeviceRecord, KeyRecord, RetiredShare } from '../../domain/cosign/server-records.ts'
import type { Database } from '../../node/database.ts'

export type CosignRecords = CosignStore

/** Written in its place: a replaced row would be another one in another place, and its index entry with it. */
const put = (table: string, name: string) =>
  `INSERT INTO ${table} VALUES (?, ?) ON CONFLICT (${name}) DO UPDATE SET record = excluded.record`

/** The records of `domain/cosign` as JSON. They were written by this program, so they are read back as they are. */
export function createCosignRecords(db: Database): CosignRecords {
  const read = <T>(row: { record: string } | null) => (row === null ? null : (JSON.parse(row.record) as T))
  return {
    device: (device) => read<DeviceRecord>(db.get('SELECT record FROM cosign_devices WHERE device = ?', device)),
    putDevice: (record) => {
      db.run(put('cosign_devices', 'device'), record.device, JSON.stringify(record))
    },
    key: (key) => read<KeyRecord>(db.get('SELECT record FROM cosign_keys WHERE key = ?', key)),
    putKey: (record) => {
      db.run(put('cosign_keys', 'key'), record.key, JSON.stringify(record))
    },
    retired: (key, share) =>
      read<RetiredShare>(db.get('SELECT record FROM cosign_retired WHERE key = ? AND share = ?', key, share)),
    addRetired: (record) => {
      db.run('INSERT OR REPLACE INTO cosign_retired VALUES (?, ?, ?)', record.key, record.share, JSON.stringify(record))
    },
  }
}

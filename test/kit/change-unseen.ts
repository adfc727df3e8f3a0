import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { today } from './authorities.ts'

/** Gives a file a time that can be set again to the nanosecond. */
export const touch = (path: string): void => utimesSync(path, today, today)

/** Changes one bit of a file that was touched; nothing but its ctime tells. */
export function changeUnseen(path: string): void {
  const before = statSync(path, { bigint: true })
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(path, bytes)
  touch(path)
  const after = statSync(path, { bigint: true })
  if (after.mtimeNs !== before.mtimeNs || after.size !== before.size) throw new Error('This change can be seen')
}

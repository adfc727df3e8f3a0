import { closeSync, fdatasync, fstatSync, openSync } from 'node:fs'
import { promisify } from 'node:util'

const syncFile = promisify(fdatasync)

/** SQLite's log file, for waiting without SQLite. */
export interface WriteAheadLog {
  /** Settles when everything that was committed before is on the disk. */
  reachDisk(): Promise<void>
  /** Fails when the disk did not take what it was given: whether it has what came before, nobody can know any more. */
  check(): void
  close(): void
}

/** The file is opened when it is first waited for; SQLite must have made it and waited for its entry in the folder. */
export function openWriteAheadLog(path: string): WriteAheadLog {
  let file: number | null = null
  let underWay: Promise<void> | null = null
  let next: Promise<void> | null = null
  let lost: { error: unknown } | null = null

  async function begin() {
    try {
      file ??= openSync(path, 'r+')
      await syncFile(file)
      // A file that somebody removed is on no disk that the next start looks at.
      if (fstatSync(file).nlink === 0) throw new Error('The write-ahead log was removed')
    } catch (error) {
      lost = { error }
      throw error
    } finally {
      underWay = null
    }
  }
  /** One that is under way may have begun before the newest commit; the one after it has not. */
  async function afterThatOf(earlier: Promise<void>) {
    await earlier
    next = null
    underWay = begin()
    return underWay
  }

  return {
    reachDisk() {
      if (underWay === null) {
        underWay = begin()
        return underWay
      }
      next ??= afterThatOf(underWay)
      return next
    },
    check() {
      if (lost !== null) throw new Error('The disk has not taken what it was given', { cause: lost.error })
    },
    close() {
      if (file !== null) closeSync(file)
      file = null
    },
  }
}

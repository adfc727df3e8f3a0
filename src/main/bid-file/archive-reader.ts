import { closeSync, openSync } from 'node:fs'
import { fail } from '../../domain/failure.ts'
import { archiveParts, readArchive } from '../../domain/zip/archive-layout.ts'
import { readFullyAt } from '../../node/bytes-at.ts'
import type { Archive } from './orders.ts'

const mostOpenFiles = 64

/** Reads an archive anywhere, out of the files that will be in it. Fails with `zip.source-changed` at one that is short. */
export function openArchiveReader({ entries, contents }: Archive) {
  const parts = archiveParts(entries)
  const open = new Map<number, number>()

  function fileOf(entry: number, path: string): number {
    const known = open.get(entry)
    if (known !== undefined) return known
    if (open.size === mostOpenFiles) close()
    const file = openSync(path, 'r')
    open.set(entry, file)
    return file
  }

  function readContent(entry: number, offset: number, into: Uint8Array) {
    const content = contents[entry]
    if (content === undefined) throw new RangeError('an entry without content')
    if ('bytes' in content) return into.set(content.bytes.subarray(offset, offset + into.length))
    try {
      readFullyAt(fileOf(entry, content.path), into, offset)
    } catch (error) {
      fail('zip.source-changed', { name: content.name }, error)
    }
  }

  function close() {
    for (const file of open.values()) closeSync(file)
    open.clear()
  }

  return {
    read: (offset: number, into: Uint8Array) => readArchive(parts, offset, into, readContent),
    close,
  }
}

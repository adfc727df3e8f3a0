import { closeSync, openSync, writeSync } from 'node:fs'
import type { SyncSource } from '../../src/domain/byte-source.ts'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'

/** A PDF of one page and one object of nothing but zeros, which nobody has to store: only what is around them exists. */
export interface HollowPdf {
  head: Uint8Array
  holeInBytes: number
  tail: Uint8Array
}

export type CrossReferences = 'table' | 'stream' | 'object streams' | 'hybrid'

const objects = [
  '<</Type /Catalog /Pages 2 0 R /Hollow 4 0 R>>',
  '<</Type /Pages /Kids [3 0 R] /Count 1>>',
  '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595.276 841.89] /Resources <<>>>>',
]

/** All but the object of zeros stands behind it, hence at offsets of any size. */
export function makeHollowPdf(holeInBytes: number, kind: CrossReferences): HollowPdf {
  const start = '%PDF-1.5\n'
  const head = utf8Bytes(`${start}4 0 obj\n<</Length ${holeInBytes}>>\nstream\n`)
  const parts = [utf8Bytes('\nendstream\nendobj\n')]
  const here = () => head.length + holeInBytes + parts.reduce((sum, part) => sum + part.length, 0)
  const places = new Map([[4, row(1, start.length)]])
  const offsets = new Map([[4, start.length]])
  function put(number: number, body: Uint8Array) {
    offsets.set(number, here())
    places.set(number, row(1, here()))
    parts.push(utf8Bytes(`${number} 0 obj\n`), body, utf8Bytes('\nendobj\n'))
  }
  if (kind === 'object streams') {
    const index = objects.map((_, i) => `${i + 1} ${objects.slice(0, i).join(' ').length + Math.min(i, 1)} `).join('')
    put(5, streamBody(`/Type /ObjStm /N 3 /First ${index.length}`, utf8Bytes(index + objects.join(' '))))
    for (const [i] of objects.entries()) places.set(i + 1, row(2, 5, i))
  } else for (const [i, body] of objects.entries()) put(i + 1, utf8Bytes(body))

  const section = (numbers: readonly number[]) => {
    const offset = here()
    const rows = [...numbers.map((number) => places.get(number)!), row(1, offset)]
    const index = [...numbers, 6].map((number) => `${number} 1`).join(' ')
    put(6, streamBody(`/Type /XRef /Size 7 /W [1 6 1] /Index [${index}] /Root 1 0 R`, concatBytes(...rows)))
    return offset
  }
  const lineOf = (number: number) => `${String(offsets.get(number)).padStart(10, '0')} 00000 n \n`
  const table = (count: number, more = '') => {
    const offset = here()
    const lines = Array.from({ length: count }, (_, i) => lineOf(i + 1)).join('')
    const entries = `0 1\n0000000000 65535 f \n1 ${count}\n${lines}`
    parts.push(utf8Bytes(`xref\n${entries}trailer\n<</Size 7 /Root 1 0 R${more}>>\n`))
    return offset
  }
  let newest: number
  if (kind === 'table') newest = table(4)
  // What old readers need not know of, the object of zeros, stands in the stream alone.
  else if (kind === 'hybrid') newest = table(3, ` /XRefStm ${section([4])}`)
  else newest = section([...places.keys()].sort((left, right) => left - right))
  parts.push(utf8Bytes(`startxref\n${newest}\n%%EOF\n`))
  return { head, holeInBytes, tail: concatBytes(...parts) }
}

/** Puts it on the disk, where the zeros take no room; gives the path back. */
export function writeHollowPdf(path: string, holeInBytes: number, kind: CrossReferences): string {
  const { head, tail } = makeHollowPdf(holeInBytes, kind)
  const file = openSync(path, 'wx')
  writeSync(file, head, 0, head.length, 0)
  writeSync(file, tail, 0, tail.length, head.length + holeInBytes)
  closeSync(file)
  return path
}

/** The file with something behind it, and how much of it was read. */
export function hollowSource(
  { head, holeInBytes, tail }: HollowPdf,
  appended: Uint8Array = new Uint8Array(),
): SyncSource & { bytesRead: () => number } {
  let bytesRead = 0
  const behind = head.length + holeInBytes
  const ends = concatBytes(tail, appended)
  return {
    sizeInBytes: behind + ends.length,
    bytesRead: () => bytesRead,
    readSync(offset, length) {
      bytesRead += length
      const bytes = new Uint8Array(length)
      if (offset < head.length) bytes.set(head.subarray(offset, offset + length))
      if (offset + length > behind) {
        const from = Math.max(offset, behind)
        bytes.set(ends.subarray(from - behind, offset + length - behind), from - offset)
      }
      return bytes
    },
  }
}

const streamBody = (dictionary: string, content: Uint8Array) =>
  concatBytes(utf8Bytes(`<<${dictionary} /Length ${content.length}>>\nstream\n`), content, utf8Bytes('\nendstream'))

/** A row of a cross-reference stream: one byte, six, one. */
function row(type: number, place: number, extra = 0): Uint8Array {
  const digits = place.toString(16).padStart(12, '0')
  return Uint8Array.of(type, ...digits.match(/../g)!.map((octet) => Number.parseInt(octet, 16)), extra)
}

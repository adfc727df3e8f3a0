import { sourceOfBytes } from '../byte-source.ts'
import { concatBytes, utf8Bytes } from '../bytes.ts'
import type { PdfFile } from './open-pdf.ts'
import { dictFrom, dictOf, nameOf, type PdfObject, type PdfRef, refOf } from './pdf-objects.ts'
import { writeIndirectObject, writeObject } from './write-objects.ts'

// ISO 32000-1, clause 7.5.6: what is new is appended, not one earlier byte changes.

const byteWidths = [1, 5, 2]

/** Collects new and changed objects of one incremental update. */
export class PdfUpdate {
  private readonly file: PdfFile
  private readonly bodies = new Map<number, { generation: number; body: Uint8Array }>()
  private next: number

  constructor(file: PdfFile) {
    this.file = file
    this.next = file.nextNumber
  }

  takeNumber = (): number => this.next++

  add(object: PdfObject): PdfRef {
    return this.put(refOf(this.takeNumber()), object)
  }

  /** Sets a new object whose number was taken, or replaces an existing one. */
  put(ref: PdfRef, object: PdfObject): PdfRef {
    return this.putBytes(ref, writeObject(object))
  }

  putBytes(ref: PdfRef, body: Uint8Array): PdfRef {
    this.bodies.set(ref.number, { generation: ref.generation, body })
    return ref
  }

  /** What follows the file's own bytes, and where in the whole file the body of each object begins. */
  append(): { appended: Uint8Array; bodyOffsets: Map<number, number> } {
    const { bytes } = this.file
    const lastByte = bytes.slice(bytes.length - 1)[0]
    const parts = [utf8Bytes(lastByte === 0x0a || lastByte === 0x0d ? '' : '\n')]
    let offset = bytes.length + parts[0]!.length
    const offsets = new Map<number, number>()
    const bodyOffsets = new Map<number, number>()
    const numbers = [...this.bodies.keys()].sort((left, right) => left - right)
    for (const number of numbers) {
      const { generation, body } = this.bodies.get(number)!
      const object = writeIndirectObject(number, generation, body)
      offsets.set(number, offset)
      bodyOffsets.set(number, offset + `${number} ${generation} obj\n`.length)
      parts.push(object)
      offset += object.length
    }
    const section = this.file.sections[0]!.isStream ? this.streamSection(offsets, offset) : this.tableSection(offsets)
    parts.push(section, utf8Bytes(`startxref\n${offset}\n%%EOF\n`))
    return { appended: concatBytes(...parts), bodyOffsets }
  }

  private trailer(size: number): Map<string, PdfObject> {
    const { trailer, sections } = this.file
    const kept = ['Root', 'Info', 'ID'].flatMap((key): [string, PdfObject][] => {
      const value = trailer.entries.get(key)
      return value === undefined ? [] : [[key, value]]
    })
    return new Map<string, PdfObject>([['Size', size], ...kept, ['Prev', sections[0]!.offset]])
  }

  private tableSection(offsets: ReadonlyMap<number, number>): Uint8Array {
    const lines = runsOf([...offsets.keys()]).flatMap((run) => [
      `${run[0]} ${run.length}\n`,
      ...run.map((number) => {
        const generation = String(this.bodies.get(number)!.generation).padStart(5, '0')
        return `${String(offsets.get(number)).padStart(10, '0')} ${generation} n \n`
      }),
    ])
    return concatBytes(
      utf8Bytes(`xref\n${lines.join('')}trailer\n`),
      writeObject(dictOf(this.trailer(this.next))),
      utf8Bytes('\n'),
    )
  }

  private streamSection(offsets: ReadonlyMap<number, number>, offset: number): Uint8Array {
    const own = this.next
    const rows = [...offsets, [own, offset] as const]
    const content = new Uint8Array(8 * rows.length)
    const view = new DataView(content.buffer)
    rows.forEach(([number, place], row) => {
      content[8 * row] = 1
      content[8 * row + 1] = Math.floor(place / 2 ** 32)
      view.setUint32(8 * row + 2, place % 2 ** 32)
      view.setUint16(8 * row + 6, this.bodies.get(number)?.generation ?? 0)
    })
    const structure = dictFrom({
      Type: nameOf('XRef'),
      W: byteWidths,
      Index: runsOf(rows.map(([number]) => number)).flatMap((run) => [run[0]!, run.length]),
      Length: content.length,
    })
    const dict = dictOf([...structure.entries, ...this.trailer(own + 1)])
    return writeIndirectObject(own, 0, writeObject({ kind: 'stream', dict, content: sourceOfBytes(content) }))
  }
}

/** Ascending numbers as runs without gaps. */
function runsOf(numbers: readonly number[]): number[][] {
  const runs: number[][] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run !== undefined && run.at(-1) === number - 1) run.push(number)
    else runs.push([number])
  }
  return runs
}

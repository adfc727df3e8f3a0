import { BidsealError } from '../failure.ts'
import type { PdfChange } from '../pdf/classify-changes.ts'
import { readFields } from '../pdf/form-fields.ts'
import type { PdfFile } from '../pdf/open-pdf.ts'
import { readPages } from '../pdf/pages.ts'
import { isArray, isKind, type PdfObject, type PdfRef } from '../pdf/pdf-objects.ts'
import type { FoundSeal } from '../pdf/read-seals.ts'
import type { Coverage, LaterChange } from './finding.ts'

type Sound = Extract<FoundSeal['coverage'], { kind: 'sound' }>

/** Changes that are told one by one; a file may have millions. */
const toldLimit = 200
/** Objects visited to find the pages of a change, over all pages together. */
const visitLimit = 200_000

/**
 * What was added after a seal, in words that can be checked: in which later update, and on which pages. `whole` is the
 * file as it is now, `seals` all that were found in it.
 */
export function describeCoverage(whole: PdfFile, coverage: Sound, seals: readonly FoundSeal[]): Coverage {
  const { laterChanges, revisionLength } = coverage
  return {
    coveredBytes: revisionLength,
    sizeInBytes: whole.bytes.length,
    changes: laterChanges.length === 0 ? [] : describe(whole, laterChanges.slice(0, toldLimit), revisionLength, seals),
    changeCount: laterChanges.length,
  }
}

function describe(
  whole: PdfFile,
  changes: readonly PdfChange[],
  revisionLength: number,
  seals: readonly FoundSeal[],
): LaterChange[] {
  const revisionOf = revisionFinder(whole, revisionLength)
  const pagesOf = pageFinder(whole)
  const fields = new Map(readFields(whole).map((field) => [field.name, field]))
  return changes.map((change): LaterChange => {
    if (change.kind === 'other')
      return {
        ...change,
        revision: revisionOf(change.object),
        pages: pagesOf(change.object === null ? [] : [change.object]),
      }
    const field = fields.get(change.fieldName)
    const revision = revisionOf(field?.ref.number ?? null)
    const pages = pagesOf(field?.widgets.map(({ number }) => number) ?? [])
    if (change.kind === 'form') return { kind: 'form', field: change.fieldName, revision, pages }
    const signer = seals.find(({ fieldName }) => fieldName === change.fieldName)?.claims.name ?? null
    return { kind: 'seal', field: change.fieldName, signer, revision, pages }
  })
}

/** In which update after the seal an object was written last, from 1; null when in none. */
function revisionFinder(whole: PdfFile, revisionLength: number) {
  const later = whole.sections
    .filter(({ offset }) => offset >= revisionLength)
    .sort((a, b) => a.offset - b.offset)
    .map(({ entries }) => entries)
  return (object: number | null): number | null => {
    if (object === null) return null
    const index = later.findLastIndex((entries) => entries.has(object))
    return index < 0 ? null : index + 1
  }
}

/** On which pages, from 1, any of the objects is shown. */
function pageFinder(whole: PdfFile) {
  const pages = readPages(whole)
  const pageNumbers = new Set(pages.map(({ ref }) => ref.number))
  let reached: Set<number>[] | null = null
  return (objects: readonly number[]): number[] => {
    if (objects.length === 0) return []
    reached ??= reachedFrom(pages.map(({ ref }) => ref))
    return reached.flatMap((numbers, i) => (objects.some((object) => numbers.has(object)) ? [i + 1] : []))
  }

  /** What cannot be read is on no page that could be told; whether it counts was judged before. */
  function resolved(object: PdfObject): PdfObject {
    try {
      return whole.resolve(object)
    } catch (error) {
      if (error instanceof BidsealError) return null
      throw error
    }
  }

  function reachedFrom(starts: readonly PdfRef[]): Set<number>[] {
    let left = visitLimit
    return starts.map((start) => {
      const seen = new Set([start.number])
      const waiting: PdfObject[] = [resolved(start)]
      while (waiting.length > 0 && left-- > 0) {
        const object = waiting.pop() ?? null
        // A page leads to its neighbours through its parent and its links: those are not on it.
        if (isKind(object, 'ref') && !seen.has(object.number) && !pageNumbers.has(object.number)) {
          seen.add(object.number)
          waiting.push(resolved(object))
        } else if (isArray(object)) for (const item of object) waiting.push(item)
        else if (isKind(object, 'dict') || isKind(object, 'stream'))
          for (const [key, value] of isKind(object, 'dict') ? object.entries : object.dict.entries)
            if (key !== 'Parent') waiting.push(value)
      }
      return seen
    })
  }
}

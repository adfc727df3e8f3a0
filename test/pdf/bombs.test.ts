import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { readFailure } from '../../src/domain/failure-details.ts'
import { openPdf } from '../../src/domain/pdf/open-pdf.ts'
import { failureOf } from '../kit/failure-of.ts'

// A few bytes that name much: refused before they fill the memory.

interface StructureStream {
  dictionary: string
  content: Uint8Array
}

/** A PDF of nothing but structure streams; each cross-reference stream points at the one before, the last is the newest. */
function pdfOf(streams: readonly StructureStream[]): Uint8Array {
  let bytes = utf8Bytes('%PDF-1.5\n')
  let previous = ''
  let newest = 0
  for (const [i, { dictionary, content }] of streams.entries()) {
    const isSection = dictionary.includes('/XRef')
    const head = `${i + 1} 0 obj\n<<${dictionary}/Length ${content.length}${isSection ? previous : ''}>>\nstream\n`
    if (isSection) [newest, previous] = [bytes.length, `/Prev ${bytes.length}`]
    bytes = concatBytes(bytes, utf8Bytes(head), content, utf8Bytes('\nendstream\nendobj\n'))
  }
  return concatBytes(bytes, utf8Bytes(`startxref\n${newest}\n%%EOF\n`))
}

const zeros = (mebibytes: number) => new Uint8Array(deflateSync(new Uint8Array(mebibytes * 1024 * 1024)))
const refused = (reason: string) => ({ code: 'pdf.damaged', details: { offset: expect.any(Number), reason } })

test.each([1, 50])('⚔ eight million objects without a byte of their own, in each of %s sections', (count) => {
  const section = {
    dictionary: '/Type/XRef/W[0 0 0]/Size 8388607/Index[0 8388600]/Root 1 0 R',
    content: new Uint8Array(),
  }
  expect(failureOf(() => openPdf(pdfOf(Array(count).fill(section))))).toEqual(refused('too many objects'))
})

test('⚔ cross-reference streams that are a thousand times as large as in the file', () => {
  const dictionary = '/Type/XRef/W[1 1 1]/Size 9/Index[0 1]/Root 1 0 R/Filter/FlateDecode'
  const sections = Array(10).fill({ dictionary, content: zeros(8) })
  expect(failureOf(() => openPdf(pdfOf(sections)))).toEqual(refused('the structure streams are too large'))
})

test('⚔ object streams that are a thousand times as large as in the file', () => {
  const count = 10
  const containers = Array.from({ length: count }, (_, i) => {
    const text = new Uint8Array(8 * 1024 * 1024).fill(0x20)
    text.set(utf8Bytes(`${count + 1 + i} 0 null`))
    return { dictionary: '/Type/ObjStm/N 1/First 5/Filter/FlateDecode', content: new Uint8Array(deflateSync(text)) }
  })
  const atOf = (i: number) => Buffer.from(pdfOf(containers)).indexOf(`\n${i + 1} 0 obj`) + 1
  const rows = [
    ...containers.map((_, i) => [1, atOf(i) >> 16, (atOf(i) >> 8) & 255, atOf(i) & 255, 0]),
    ...containers.map((_, i) => [2, 0, 0, i + 1, 0]),
  ]
  const dictionary = `/Type/XRef/W[1 3 1]/Size ${2 * count + 2}/Index[1 ${2 * count}]/Root 1 0 R`
  const file = openPdf(pdfOf([...containers, { dictionary, content: Uint8Array.from(rows.flat()) }]))
  const readAll = () => containers.map((_, i) => file.objectNumbered(count + 1 + i))
  expect(failureOf(readAll)).toEqual(refused('the structure streams are too large'))
})

test.each([
  ['half a byte', '/N 1/First .5'],
  ['before their beginning', '/N 1/First -2'],
  ['half an object', '/N .5/First 5'],
  ['less than none', '/N -1/First 5'],
])('⚔ an object stream with contents at %s is refused by name', (_, fields) => {
  const container = { dictionary: `/Type/ObjStm${fields}`, content: utf8Bytes('2 0 null') }
  const at = Buffer.from(pdfOf([container])).indexOf('\n1 0 obj') + 1
  const rows = Uint8Array.of(1, 0, at, 0, 2, 0, 1, 0)
  const dictionary = '/Type/XRef/W[1 2 1]/Size 3/Index[1 2]/Root 1 0 R'
  const file = openPdf(pdfOf([container, { dictionary, content: rows }]))
  expect(failureOf(() => file.objectNumbered(2))).toEqual(refused('an object stream is malformed'))
})

test('⚔ a chain of streams, each as long as the next one says', () => {
  const count = 20_000
  let text = '%PDF-1.5\n'
  const places: number[] = []
  for (let i = 1; i <= count; i++) {
    places.push(text.length)
    text += `${i} 0 obj\n<</Length ${i + 1} 0 R>>\nstream\n\nendstream\nendobj\n`
  }
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`)
  const table = `xref\n1 ${count}\n${lines.join('')}trailer\n<</Size ${count + 1}/Root 1 0 R>>\n`
  const file = openPdf(utf8Bytes(`${text}${table}startxref\n${text.length}\n%%EOF\n`))
  expect(failureOf(() => file.catalog)).toEqual(refused('objects contain each other'))
})

/** A file of what is given, then a table of where the objects begin. */
function withTable(text: Uint8Array, places: readonly number[]): Uint8Array {
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`)
  const table = `xref\n1 ${places.length}\n${lines.join('')}trailer\n<</Size ${places.length + 1}/Root 1 0 R>>\n`
  return concatBytes(text, utf8Bytes(`${table}startxref\n${text.length}\n%%EOF\n`))
}

test('⚔ objects that overlap: each of thousands reaches to the end of the file', () => {
  const count = 8000
  let text = '%PDF-1.5\n'
  const places: number[] = []
  for (let i = 1; i <= count; i++) {
    places.push(text.length)
    text += `${i} 0 obj%`
  }
  const file = openPdf(withTable(utf8Bytes(`${text}\nnull endobj\n`), places))
  const readAll = () => places.map((_, i) => file.objectNumbered(i + 1))
  expect(failureOf(readAll)).toEqual(refused('the objects are too large'))
})

test('⚔ one object as long as the file', () => {
  const start = '%PDF-1.5\n1 0 obj'
  const text = concatBytes(utf8Bytes(start), new Uint8Array(17 * 1024 * 1024).fill(0x20), utf8Bytes('null endobj\n'))
  const file = openPdf(withTable(text, [start.length - '1 0 obj'.length]))
  expect(failureOf(() => file.objectNumbered(1))).toEqual(refused('an object is too large'))
})

test('an earlier section at a place that no number can name is refused with details that can be sent', () => {
  const text = '%PDF-1.5\n'
  const table = 'xref\n0 0\ntrailer <</Size 1/Root 1 0 R/Prev 700000000000000000000>>\n'
  const failure = failureOf(() => openPdf(utf8Bytes(`${text}${table}startxref\n${text.length}\n%%EOF\n`)))
  expect(readFailure(failure)).toEqual(refused('a trailer points nowhere'))
})

import { describe, expect, test } from 'vitest'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { PdfUpdate } from '../../src/domain/pdf/append-update.ts'
import { readFields, readSignedFields } from '../../src/domain/pdf/form-fields.ts'
import { openPdf, type PdfFile } from '../../src/domain/pdf/open-pdf.ts'
import { readPages } from '../../src/domain/pdf/pages.ts'
import { latin1 } from '../../src/domain/pdf/pdf-bytes.ts'
import {
  dictFrom,
  dictOf,
  nameOf,
  type PdfObject,
  type PdfRef,
  type PdfStream,
  refOf,
  textOf,
  withEntries,
} from '../../src/domain/pdf/pdf-objects.ts'
import { readSeals } from '../../src/domain/pdf/read-seals.ts'
import { writeIndirectObject, writeObject } from '../../src/domain/pdf/write-objects.ts'
import { isValidForBareVerifier, stampOf } from '../kit/bare-pdf.ts'
import { countRed, makePdf } from '../kit/pdfs.ts'
import { fillSeal, placeSeal, prepareSeal, requestSeal } from '../kit/sealed-pdfs.ts'

const prepared = await prepareSeal(await requestSeal({ pdf: await makePdf(), holeSizeInBytes: 4096 }))
const sealed = fillSeal(prepared, stampOf(prepared.digest))
const stampHex = hexOf(stampOf(prepared.digest))

const forgedContent: PdfStream = ((content) => ({
  kind: 'stream',
  dict: dictFrom({ Length: content.length }),
  content: sourceOfBytes(content),
}))(utf8Bytes('1 0 0 rg 50 400 300 300 re f'))

/** A further revision that changes what the attack says. */
function revise(pdf: Uint8Array, change: (update: PdfUpdate, file: PdfFile) => void): Uint8Array {
  const file = openPdf(pdf)
  const update = new PdfUpdate(file)
  change(update, file)
  return concatBytes(pdf, update.append().appended)
}

const firstPage = (file: PdfFile) => readPages(file)[0]!
const contentRef = (file: PdfFile) => file.array(firstPage(file).dict.entries.get('Contents'))[0] as PdfRef
const sealField = (file: PdfFile) => readSignedFields(file)[0]!
/** Lists a field beside the seal. */
function addToForm(update: PdfUpdate, file: PdfFile, field: PdfRef): void {
  const form = file.catalog.entries.get('AcroForm') as PdfRef
  update.put(form, withEntries(file.dict(form), { Fields: [sealField(file).ref, field] }))
}
const signatureRef = (file: PdfFile) => sealField(file).value as PdfRef
const changesIn = (pdf: Uint8Array) =>
  readSeals(pdf).map(({ coverage }) => coverage.kind === 'sound' && coverage.laterChanges)
const breachesIn = (pdf: Uint8Array) =>
  readSeals(pdf).map(({ coverage }) => coverage.kind === 'breached' && coverage.breach)
/** Whether poppler shows the red square of the forged content. */
const showsForgery = (pdf: Uint8Array) => countRed(pdf) > 2 * countRed(sealed)

test('the bare verifier is no fool: a changed byte in what is sealed is noticed', async () => {
  const changed = sealed.slice()
  changed[100]! ^= 1
  expect([await isValidForBareVerifier(sealed), await isValidForBareVerifier(changed)]).toEqual([true, false])
})

describe('revisions after sealing fool the bare verifier and are named by ours', () => {
  const appearanceRef = (file: PdfFile) =>
    file.dict(file.dict(sealField(file).ref).entries.get('AP')).entries.get('N') as PdfRef
  const attacks: [string, (update: PdfUpdate, file: PdfFile) => void, object][] = [
    ['changed page content', (update, file) => update.put(contentRef(file), forgedContent), { reason: 'page' }],
    [
      'other content for the page',
      (update, file) =>
        update.put(firstPage(file).ref, withEntries(firstPage(file).dict, { Contents: update.add(forgedContent) })),
      { reason: 'page' },
    ],
    [
      'a note over the page',
      (update, file) => {
        const note = update.add(
          dictFrom({ Type: nameOf('Annot'), Subtype: nameOf('FreeText'), Rect: [0, 0, 600, 800] }),
        )
        const annotations = [...file.array(firstPage(file).dict.entries.get('Annots')), note]
        update.put(firstPage(file).ref, withEntries(firstPage(file).dict, { Annots: annotations }))
      },
      { reason: 'page' },
    ],
    [
      'a replaced appearance',
      (update, file) => update.put(appearanceRef(file), forgedContent),
      { reason: 'seal-appearance' },
    ],
    [
      'a moved seal',
      (update, file) => update.put(sealField(file).ref, withEntries(sealField(file).dict, { Rect: [0, 0, 90, 90] })),
      { reason: 'seal-appearance' },
    ],
    [
      'another catalog',
      (update, file) =>
        update.put(file.rootRef, withEntries(file.catalog, { OpenAction: dictFrom({ S: nameOf('URI') }) })),
      { reason: 'catalog' },
    ],
    [
      'other pages',
      (update, file) => {
        const pages = file.catalog.entries.get('Pages') as PdfRef
        const page = update.add(dictFrom({ Type: nameOf('Page'), Parent: pages, MediaBox: [0, 0, 595, 842] }))
        update.put(pages, withEntries(file.dict(pages), { Kids: [firstPage(file).ref, page], Count: 2 }))
      },
      { reason: 'object' },
    ],
    [
      'the same signature in a second field',
      (update, file) => {
        addToForm(update, file, update.add(withEntries(sealField(file).dict, { T: textOf('copy') })))
      },
      { reason: 'field-added' },
    ],
  ]
  test.each(attacks)('%s', async (_, change, expected) => {
    const attacked = revise(sealed, change)
    expect(await isValidForBareVerifier(attacked)).toBe(true)
    expect(changesIn(attacked)[0]).toContainEqual({ kind: 'other', object: expect.anything(), ...expected })
  })

  test('something hidden before sealing that only a new cross-reference brings to light', async () => {
    const hidden = writeIndirectObject(contentRef(openPdf(prepared.pdf)).number, 0, writeObject(forgedContent))
    const original = await makePdf()
    const end = latin1(original).lastIndexOf('startxref')
    const withHidden = concatBytes(original.slice(0, end), hidden, original.slice(end))
    const request = await prepareSeal(await requestSeal({ pdf: withHidden }))
    const victim = fillSeal(request, stampOf(request.digest))
    const file = openPdf(victim)
    const place = String(end).padStart(10, '0')
    const table = `xref\n${contentRef(file).number} 1\n${place} 00000 n \ntrailer\n`
    const trailer = withEntries(file.trailer, { Prev: file.sections[0]!.offset })
    const attacked = concatBytes(
      victim,
      utf8Bytes(table),
      writeObject(trailer),
      utf8Bytes(`\nstartxref\n${victim.length}\n%%EOF\n`),
    )
    expect([await isValidForBareVerifier(attacked), showsForgery(attacked)]).toEqual([true, true])
    expect(changesIn(attacked)).toEqual([[{ kind: 'other', reason: 'page', object: contentRef(file).number }]])
  })

  test('a missing part that the sealed file already refers to', async () => {
    const missing = refOf(900)
    const original = revise(await makePdf(), (update, file) => {
      const contents = [...file.array(firstPage(file).dict.entries.get('Contents')), missing]
      update.put(firstPage(file).ref, withEntries(firstPage(file).dict, { Contents: contents }))
    })
    const request = await prepareSeal(await requestSeal({ pdf: original }))
    const attacked = revise(fillSeal(request, stampOf(request.digest)), (update) => {
      while (update.takeNumber() < 900);
      update.put(missing, forgedContent)
    })
    expect([await isValidForBareVerifier(attacked), showsForgery(attacked)]).toEqual([true, true])
    expect(changesIn(attacked)).toEqual([[{ kind: 'other', reason: 'object', object: 900 }]])
  })

  test('a picture over the page, in a signature field without a signature', () => {
    const attacked = revise(sealed, (update, file) => {
      const form = withEntries(forgedContent.dict, { Subtype: nameOf('Form'), BBox: [0, 0, 600, 800] })
      const shown = { Subtype: nameOf('Widget'), Rect: [0, 0, 600, 800], F: 4 }
      const picture = update.add({ ...forgedContent, dict: form })
      const field = dictFrom({ ...shown, FT: nameOf('Sig'), V: refOf(900), AP: dictFrom({ N: picture }) })
      const ref = update.add(field)
      addToForm(update, file, ref)
      update.put(firstPage(file).ref, withEntries(firstPage(file).dict, { Annots: [sealField(file).ref, ref] }))
    })
    expect(showsForgery(attacked)).toBe(true)
    expect(changesIn(attacked)[0]).toContainEqual({ kind: 'other', reason: 'field-added', object: expect.anything() })
  })

  test('content that is a signature field as well, where the contents stand in a list of their own', async () => {
    const original = revise(await makePdf(), (update, file) => {
      const { ref, dict } = firstPage(file)
      update.put(ref, withEntries(dict, { Contents: update.add([...file.array(dict.entries.get('Contents'))]) }))
    })
    const request = await prepareSeal(await requestSeal({ pdf: original }))
    const attacked = revise(fillSeal(request, stampOf(request.digest)), (update, file) => {
      const dict = withEntries(forgedContent.dict, {
        FT: nameOf('Sig'),
        V: update.add(dictFrom({ Type: nameOf('Sig') })),
      })
      const field = update.add({ ...forgedContent, dict })
      addToForm(update, file, field)
      const contents = firstPage(file).dict.entries.get('Contents') as PdfRef
      update.put(contents, [...file.array(contents), field])
    })
    expect(showsForgery(attacked)).toBe(true)
    expect(changesIn(attacked)[0]).toContainEqual({ kind: 'other', reason: 'field-added', object: expect.anything() })
  })

  test('content that called itself a cross-reference stream when it was sealed', async () => {
    const original = revise(await makePdf(), (update, file) => {
      const dict = withEntries(file.dict(contentRef(file)), { Type: nameOf('XRef') })
      update.put(contentRef(file), { ...(file.resolve(contentRef(file)) as PdfStream), dict })
    })
    const request = await prepareSeal(await requestSeal({ pdf: original }))
    const attacked = revise(fillSeal(request, stampOf(request.digest)), (update, file) =>
      update.put(contentRef(file), forgedContent),
    )
    expect([await isValidForBareVerifier(attacked), showsForgery(attacked)]).toEqual([true, true])
    expect(changesIn(attacked)).toEqual([
      [{ kind: 'other', reason: 'page', object: contentRef(openPdf(original)).number }],
    ])
  })

  test('bytes after the end', async () => {
    const attacked = concatBytes(sealed, utf8Bytes('and the price is another\n'))
    expect(await isValidForBareVerifier(attacked)).toBe(true)
    expect(changesIn(attacked)).toEqual([[{ kind: 'other', reason: 'bytes-after-end', object: null }]])
  })

  test('bytes before a further end that leads back to the sealed revision', async () => {
    const mark = `startxref\n${openPdf(sealed).sections[0]!.offset}\n%%EOF\n`
    const attacked = concatBytes(sealed, utf8Bytes(`and the price is another\n${mark}`))
    expect(await isValidForBareVerifier(attacked)).toBe(true)
    expect(changesIn(attacked)).toEqual([[{ kind: 'other', reason: 'bytes-after-end', object: null }]])
  })

  test('a revision that does not build on the sealed one', async () => {
    const file = openPdf(sealed)
    const restarted = concatBytes(
      sealed,
      utf8Bytes('xref\n0 1\n0000000000 65535 f \n'),
      tableOf(file, (offset) => offset),
      utf8Bytes('trailer\n'),
      writeObject(dictOf([...file.trailer.entries].filter(([key]) => key !== 'Prev'))),
      utf8Bytes(`\nstartxref\n${sealed.length}\n%%EOF\n`),
    )
    expect(await isValidForBareVerifier(restarted)).toBe(true)
    expect(changesIn(restarted)).toEqual([[{ kind: 'other', reason: 'not-a-revision', object: null }]])
  })
})

describe('signatures that do not cover their file fool the bare verifier and are refused by ours', () => {
  const redefine = (entries: Record<string, PdfObject>, without: string[] = []) =>
    revise(sealed, (update, file) => {
      const dict = withEntries(file.dict(signatureRef(file)), entries)
      update.put(signatureRef(file), dictOf([...dict.entries].filter(([key]) => !without.includes(key))))
      update.put(contentRef(file), forgedContent)
    })
  const nothing = { kind: 'string', bytes: new Uint8Array(), isHex: true, place: null } as const
  test.each([
    ['empty contents', redefine({ Contents: nothing }), 'contents-empty'],
    ['contents of zeros', redefine({ Contents: { ...nothing, bytes: new Uint8Array(64) } }), 'contents-empty'],
    ['contents that are null', redefine({ Contents: null }), 'contents-empty'],
    ['no contents', redefine({}, ['Contents']), 'contents-empty'],
    ['no byte range', redefine({}, ['ByteRange']), 'byte-range-missing'],
    ['its contents elsewhere', redefine({}), 'gap-is-not-contents'],
  ])('%s', async (_, attacked, breach) => {
    expect(await isValidForBareVerifier(attacked)).toBe(true)
    expect(breachesIn(attacked)).toEqual([breach])
  })

  test('many fields over one revision, each of which would have it read and compared', async () => {
    const attacked = revise(sealed, (update, file) => {
      const form = file.catalog.entries.get('AcroForm') as PdfRef
      const fields = Array.from('abcd', (name) =>
        update.add(dictFrom({ FT: nameOf('Sig'), T: textOf(name), V: signatureRef(file) })),
      )
      update.put(form, withEntries(file.dict(form), { Fields: [sealField(file).ref, ...fields] }))
    })
    expect(breachesIn(attacked)).toEqual(Array(5).fill('not-in-its-revision'))
  })

  test('a second /Contents in the spare room of the hole', async () => {
    const attacked = withHole(`<${stampHex}>/Contents <${stampHex}>`)
    expect(await isValidForBareVerifier(attacked)).toBe(true)
    expect(breachesIn(attacked)).toEqual(['signature-dictionary'])
  })

  test('something else in the spare room of the hole', async () => {
    const attacked = withHole(`<${stampHex}>/Note (and the price is another)`)
    expect(await isValidForBareVerifier(attacked)).toBe(true)
    expect(breachesIn(attacked)).toEqual(['gap-is-not-contents'])
  })

  test('something else behind the signature within the hole', async () => {
    const attacked = withHole(`<${stampHex}${'00'.repeat(8)}ff`.padEnd(2 * 4096 + 1, '0').concat('>'))
    expect(await isValidForBareVerifier(attacked)).toBe(true)
    expect(breachesIn(attacked)).toEqual(['contents-padding'])
  })

  test('a gap that was widened around forged objects (signature wrapping)', async () => {
    const attacked = wrap()
    expect([await isValidForBareVerifier(attacked), showsForgery(attacked)]).toEqual([true, true])
    expect(breachesIn(attacked)).toEqual(['gap-is-not-contents'])
  })
})

describe('what may follow a seal is told apart from what may not', () => {
  test('a further seal', async () => {
    const request = await prepareSeal(
      await requestSeal({ pdf: sealed, fieldName: 'seal-2', appearances: [placeSeal({ xMm: 100 })] }),
    )
    expect(changesIn(fillSeal(request, stampOf(request.digest)))).toEqual([[{ kind: 'seal', fieldName: 'seal-2' }], []])
  })

  test('a form field that is filled in', async () => {
    const withField = revise(await makePdf(), (update, file) => {
      const field = update.add(dictFrom({ FT: nameOf('Tx'), T: textOf('price') }))
      update.put(file.rootRef, withEntries(file.catalog, { AcroForm: dictFrom({ Fields: [field] }) }))
    })
    const request = await prepareSeal(await requestSeal({ pdf: withField }))
    const filled = revise(fillSeal(request, stampOf(request.digest)), (update, file) => {
      const field = readFields(file)[0]!
      update.put(field.ref, withEntries(field.dict, { V: textOf('100') }))
    })
    expect(changesIn(filled)).toEqual([[{ kind: 'form', fieldName: 'price' }]])
  })
})

/** The sealed file with something else in the hole, filled up with spaces. */
function withHole(text: string): Uint8Array {
  const attacked = sealed.slice()
  const [, start, end] = prepared.byteRange
  attacked.set(utf8Bytes(text.padEnd(end - start)), start)
  return attacked
}

/** Subsections of a cross-reference table for every object, each at its moved place. */
function tableOf(file: PdfFile, moved: (offset: number, number: number) => number): Uint8Array {
  const rows = [...file.entries].flatMap(([number, entry]) =>
    entry.kind === 'at' ? [`${number} 1\n${String(moved(entry.offset, number)).padStart(10, '0')} 00000 n \n`] : [],
  )
  return utf8Bytes(rows.join(''))
}

/**
 * Mladenov et al., “1 Trillion Dollar Refund” (2019), signature wrapping: the second signed part moves to the end
 * unchanged, and where its startxref points stands a forged table that leads to a forged signature and content.
 */
function wrap(): Uint8Array {
  const file = openPdf(sealed)
  const [, start, end, length] = prepared.byteRange
  const tableAt = file.sections[0]!.offset
  const room = tableAt - start
  const forgedAt = start + 4
  const content = writeIndirectObject(contentRef(file).number, 0, writeObject(forgedContent))
  const signature = (secondStart: number) =>
    `${signatureRef(file).number} 0 obj\n<</Type /Sig /ByteRange [0 ${start} ${secondStart} ${length}] /Contents <${stampHex}>>>\nendobj\n`
  const trailer = writeObject(dictOf([...file.trailer.entries].filter(([key]) => key !== 'Prev')))
  const build = (secondStart: number) => {
    const objects = concatBytes(content, utf8Bytes(signature(secondStart)))
    const table = tableOf(file, (offset, number) => {
      if (number === contentRef(file).number) return forgedAt
      if (number === signatureRef(file).number) return forgedAt + content.length
      return offset < start ? offset : offset + secondStart - end
    })
    const filled = concatBytes(utf8Bytes('<>\n\n'), objects, utf8Bytes('\n'.repeat(room - 4 - objects.length)))
    return concatBytes(
      filled,
      utf8Bytes('xref\n0 1\n0000000000 65535 f \n'),
      table,
      utf8Bytes('trailer\n'),
      trailer,
      utf8Bytes('\n'),
    )
  }
  // The offset of the second part has the same number of digits either way.
  const secondStart = start + build(end).length
  return concatBytes(sealed.slice(0, start), build(secondStart), sealed.slice(end))
}

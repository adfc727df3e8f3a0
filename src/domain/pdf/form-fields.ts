import type { PdfFile } from './open-pdf.ts'
import { isKind, type PdfDict, type PdfObject, type PdfRef, readText } from './pdf-objects.ts'

/** A field at the end of the field tree (ISO 32000-1, clause 12.7.3). */
export interface FormField {
  ref: PdfRef
  dict: PdfDict
  /** Partial names joined by full stops. */
  name: string
  /** Tx, Btn, Ch or Sig; null when the file does not say. */
  type: string | null
  value: PdfObject
  /** The annotations that show it; the field itself when both are one object. */
  widgets: PdfRef[]
}

const maxFields = 50_000
const maxSeals = 200

/** The interactive form's dictionary; null when there is none. */
export function readForm(file: PdfFile): PdfDict | null {
  const form = file.resolve(file.catalog.entries.get('AcroForm'))
  if (form === null) return null
  return isKind(form, 'dict') ? form : file.refuse('the form is malformed')
}

export function readFields(file: PdfFile): FormField[] {
  const fields: FormField[] = []
  const visited = new Set<number>()
  const visit = (
    object: PdfObject,
    above: { name: string; type: string | null; value: PdfObject; depth: number },
  ): void => {
    if (!isKind(object, 'ref')) file.refuse('a form field is malformed')
    if (visited.has(object.number)) file.refuse('a form field stands twice')
    if (visited.size === maxFields || above.depth > 32) file.refuse('too many form fields')
    visited.add(object.number)
    const dict = file.dict(object)
    const part = file.resolve(dict.entries.get('T'))
    const name = isKind(part, 'string') ? [above.name, readText(part)].filter(Boolean).join('.') : above.name
    const stated = file.resolve(dict.entries.get('FT'))
    const type = isKind(stated, 'name') ? stated.name : above.type
    const value = dict.entries.get('V') ?? above.value
    const kids = file.array(dict.entries.get('Kids'))
    const isParent = kids.some((kid) => file.dict(kid).entries.has('T'))
    if (isParent) for (const kid of kids) visit(kid, { name, type, value, depth: above.depth + 1 })
    else fields.push({ ref: object, dict, name, type, value, widgets: widgetsOf(file, object, kids) })
  }
  for (const field of file.array(readForm(file)?.entries.get('Fields')))
    visit(field, { name: '', type: null, value: null, depth: 0 })
  return fields
}

function widgetsOf(file: PdfFile, field: PdfRef, kids: readonly PdfObject[]): PdfRef[] {
  if (kids.length === 0) return [field]
  return kids.map((kid) => (isKind(kid, 'ref') ? kid : file.refuse('a form field is malformed')))
}

/** Signature fields that hold a signature, at most 200: each one is a digest over the whole file before it. */
export function readSignedFields(file: PdfFile): FormField[] {
  const signed = readFields(file).filter(({ type, value }) => type === 'Sig' && file.resolve(value) !== null)
  return signed.length > maxSeals ? file.refuse('too many seals') : signed
}

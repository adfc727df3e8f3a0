import { fail } from '../failure.ts'
import { readFields, readForm, readSignedFields } from './form-fields.ts'
import { openPdf, type PdfFile } from './open-pdf.ts'
import { type PdfPage, readPages } from './pages.ts'
import type { PdfInput } from './pdf-bytes.ts'
import { isArray, isKind } from './pdf-objects.ts'

export interface PdfInspection {
  pageCount: number
  /** Of each page as shown: crop box, rotation and user unit considered. */
  pageSizes: { widthMm: number; heightMm: number }[]
  sealCount: number
  /** A name that no field of the file has: `seal-` and a number. */
  freeFieldName: string
}

/**
 * What has to be known before a PDF is sealed.
 * Fails with `pdf.too-large`, `pdf.not-pdf`, `pdf.encrypted`, `pdf.xfa`, `pdf.locked` or `pdf.damaged`.
 */
export function inspectPdf(pdf: PdfInput): PdfInspection {
  const { file, pages } = openForSealing(pdf)
  const names = new Set(readFields(file).map(({ name }) => name))
  let number = 1
  while (names.has(`seal-${number}`)) number++
  return {
    pageCount: pages.length,
    pageSizes: pages.map(({ widthMm, heightMm }) => ({ widthMm, heightMm })),
    sealCount: readSignedFields(file).length,
    freeFieldName: `seal-${number}`,
  }
}

/** Opens a PDF that may be sealed; fails as `inspectPdf` does. */
export function openForSealing(pdf: PdfInput): { file: PdfFile; pages: PdfPage[] } {
  const file = openPdf(pdf)
  if (readForm(file)?.entries.has('XFA')) fail('pdf.xfa', {})
  if (forbidsChanges(file)) fail('pdf.locked', {})
  return { file, pages: readPages(file) }
}

/** Whether a certifying signature allows no further change (ISO 32000-1, clause 12.8.2.2, P = 1). */
function forbidsChanges(file: PdfFile): boolean {
  const permissions = file.resolve(file.catalog.entries.get('Perms'))
  const certification = isKind(permissions, 'dict') ? file.resolve(permissions.entries.get('DocMDP')) : null
  if (!isKind(certification, 'dict')) return false
  const references = file.resolve(certification.entries.get('Reference'))
  if (!isArray(references)) return false
  return references.some((reference) => {
    const parameters = file.resolve(file.dict(reference).entries.get('TransformParams'))
    return isKind(parameters, 'dict') && file.resolve(parameters.entries.get('P')) === 1
  })
}

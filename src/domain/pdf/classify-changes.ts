import { type FormField, readFields, readForm } from './form-fields.ts'
import type { PdfFile } from './open-pdf.ts'
import { readPages } from './pages.ts'
import {
  changedKeys,
  equalObjects,
  isArray,
  isKind,
  isName,
  type PdfArray,
  type PdfDict,
  type PdfObject,
} from './pdf-objects.ts'

/** One thing that later revisions did to a sealed file. */
export type PdfChange =
  /** A further signature field with its signature and pictures: what sealing again does. */
  | { kind: 'seal'; fieldName: string }
  /** A form field was filled in. */
  | { kind: 'form'; fieldName: string }
  /** Anything else: what was sealed may not be what is shown. */
  | { kind: 'other'; reason: ChangeReason; object: number | null }

export type ChangeReason =
  | 'page'
  | 'seal-appearance'
  | 'annotation'
  | 'field-added'
  | 'catalog'
  | 'form-dictionary'
  | 'object'
  | 'object-removed'
  | 'not-a-revision'
  | 'bytes-after-end'
  | 'unreadable'

/** Compares the sealed file with the whole file, object by object, as their cross-references reach them. */
export function classifyChanges(sealed: PdfFile, whole: PdfFile): PdfChange[] {
  const changes: PdfChange[] = []
  const other = (reason: ChangeReason, object: number | null = null) => changes.push({ kind: 'other', reason, object })
  if (!whole.sections.some(({ offset }) => offset === sealed.sections[0]!.offset)) other('not-a-revision')
  if (whole.end !== whole.bytes.length && !isBlank(whole.bytes.slice(whole.end))) other('bytes-after-end')
  if (changedKeys(sealed.trailer, whole.trailer).some((key) => key === 'Root' || key === 'Info')) other('catalog')

  const before = new Map(readFields(sealed).map((field) => [field.ref.number, field]))
  const newSeals: FormField[] = []
  for (const field of readFields(whole)) {
    if (before.has(field.ref.number)) continue
    if (isNewSeal(field, sealed, whole)) newSeals.push(field)
    else other('field-added', field.ref.number)
  }
  changes.push(...newSeals.map(({ name }): PdfChange => ({ kind: 'seal', fieldName: name })))
  const allowance = {
    newFields: new Set(newSeals.map(({ ref }) => ref.number)),
    newWidgets: new Set(newSeals.flatMap(({ widgets }) => widgets.map(({ number }) => number))),
  }
  const roles = rolesIn(sealed, before)
  const reached = new Set<number>()
  reach(sealed, sealed.rootRef, (number) => reached.add(number))
  // What the sealed file refers to without having it shows nothing, until a later revision supplies it.
  for (const number of reached) if (!isUsed(sealed, number) && isUsed(whole, number)) other('object', number)
  for (const number of changedNumbers(sealed, whole, reached)) {
    const [was, is] = [sealed.objectNumbered(number), whole.objectNumbered(number)]
    if (is === null || generationOf(sealed, number) !== generationOf(whole, number)) other('object-removed', number)
    else changes.push(...judge(number, was, is, { roles, allowance, sealed, whole, before }))
  }
  // ⚔ Whatever was appended under a mark that leads back to the sealed revision: nobody vouches for it.
  if (changes.length === 0 && whole.end !== sealed.end) other('bytes-after-end')
  return changes
}

interface Surroundings {
  roles: ReadonlyMap<number, ChangeReason>
  allowance: { newFields: ReadonlySet<number>; newWidgets: ReadonlySet<number> }
  sealed: PdfFile
  whole: PdfFile
  before: ReadonlyMap<number, FormField>
}

/** What a change of an object that stood in the sealed file amounts to; nothing when sealing again needs it. */
function judge(number: number, was: PdfObject, is: PdfObject, around: Surroundings): PdfChange[] {
  const { roles, allowance, sealed, whole, before } = around
  const role = roles.get(number) ?? 'object'
  const other: PdfChange[] = [{ kind: 'other', reason: role, object: number }]
  const grows = (old: PdfObject | undefined, now: PdfObject | undefined, added: ReadonlySet<number>) =>
    // A list that stands apart is judged as the object it is.
    equalObjects(old ?? null, now ?? null) || isGrown(sealed.array(old), whole.array(now), added)
  if (isArray(was) && isArray(is)) {
    const added = role === 'form-dictionary' ? allowance.newFields : allowance.newWidgets
    return isGrown(was, is, added) && (role === 'form-dictionary' || role === 'page') ? [] : other
  }
  const field = before.get(number)
  if (!isKind(was, 'dict') || !isKind(is, 'dict')) return other
  if (field !== undefined && ['Tx', 'Ch', 'Btn'].includes(field.type ?? '') && isOnly(was, is, ['V', 'AS', 'AP']))
    return [{ kind: 'form', fieldName: field.name }]
  if (role === 'page') {
    const isAllowed =
      isOnly(was, is, ['Annots']) && grows(was.entries.get('Annots'), is.entries.get('Annots'), allowance.newWidgets)
    return isAllowed ? [] : other
  }
  if (number === sealed.rootRef.number) return isOnly(was, is, ['AcroForm']) ? judgeForm(around) : other
  if (role === 'form-dictionary') return judgeForm(around)
  return other
}

/** Judges the form by what it says, whichever object it stands in: new seals may be listed and the flags set. */
function judgeForm({ sealed, whole, allowance }: Surroundings): PdfChange[] {
  const [was, is] = [readForm(sealed), readForm(whole)]
  const wasFields = sealed.array(was?.entries.get('Fields'))
  const isFields = whole.array(is?.entries.get('Fields'))
  const isAllowed =
    is !== null &&
    isGrown(wasFields, isFields, allowance.newFields) &&
    (was === null
      ? [...is.entries.keys()].every((key) => key === 'Fields' || key === 'SigFlags')
      : isOnly(was, is, ['Fields', 'SigFlags']))
  return isAllowed ? [] : [{ kind: 'other', reason: 'form-dictionary', object: null }]
}

const isOnly = (was: PdfDict, is: PdfDict, keys: readonly string[]) =>
  changedKeys(was, is).every((key) => keys.includes(key)) && is.repeatedKeys.length === 0

/** Whether the earlier items stand first and unchanged, and every further one is one of the given objects. */
function isGrown(was: PdfArray, is: PdfArray, added: ReadonlySet<number>): boolean {
  return (
    is.length >= was.length &&
    is.every((item, i) =>
      i < was.length ? equalObjects(was[i]!, item) : isKind(item, 'ref') && added.has(item.number),
    )
  )
}

/**
 * A new signature field with a new signature, shown by new annotations that do nothing. ⚔ Without a signature it would be
 * judged by nobody, whatever its annotations show.
 */
function isNewSeal({ type, value, ref, widgets }: FormField, sealed: PdfFile, whole: PdfFile): boolean {
  const objects = [ref, ...widgets]
  return (
    type === 'Sig' &&
    isKind(value, 'ref') &&
    isKind(whole.resolve(value), 'dict') &&
    [value, ...objects].every(({ number }) => !isUsed(sealed, number)) &&
    objects.every((object) => isPassive(whole.resolve(object)))
  )
}

/** ⚔ A stream would be drawn as well where a page lists its contents apart. */
const isPassive = (object: PdfObject) =>
  isKind(object, 'dict') &&
  object.repeatedKeys.length === 0 &&
  !['A', 'AA'].some((action) => object.entries.has(action))

const isUsed = (file: PdfFile, number: number) => (file.entries.get(number)?.kind ?? 'free') !== 'free'

function generationOf(file: PdfFile, number: number): number {
  const entry = file.entries.get(number)
  return entry?.kind === 'at' ? entry.generation : 0
}

/** What the objects of the sealed file are for, so that a change can be named. */
function rolesIn(sealed: PdfFile, fields: ReadonlyMap<number, FormField>): Map<number, ChangeReason> {
  const roles = new Map<number, ChangeReason>()
  const assign = (object: PdfObject | undefined, role: ChangeReason) => {
    if (isKind(object ?? null, 'ref')) roles.set((object as { number: number }).number, role)
  }
  for (const page of readPages(sealed)) {
    const contents = page.dict.entries.get('Contents') ?? null
    for (const part of [contents, ...(isArray(contents) ? contents : [])]) assign(part, 'page')
    assign(page.dict.entries.get('Annots'), 'page')
    for (const annotation of sealed.array(page.dict.entries.get('Annots'))) assign(annotation, 'annotation')
    assign(page.ref, 'page')
  }
  for (const field of fields.values()) {
    if (field.type !== 'Sig') continue
    for (const widget of [field.ref, ...field.widgets]) {
      assign(widget, 'seal-appearance')
      reach(sealed, sealed.dict(widget).entries.get('AP') ?? null, (number) => roles.set(number, 'seal-appearance'))
    }
    assign(field.value, 'seal-appearance')
  }
  assign(sealed.catalog.entries.get('AcroForm'), 'form-dictionary')
  assign(readForm(sealed)?.entries.get('Fields'), 'form-dictionary')
  assign(sealed.rootRef, 'catalog')
  return roles
}

/** Visits every object that can be reached from one, once. */
function reach(file: PdfFile, from: PdfObject, visit: (number: number) => void): void {
  const seen = new Set<number>()
  for (const waiting = [from]; waiting.length > 0; ) {
    const object = waiting.pop() ?? null
    if (isKind(object, 'ref') && !seen.has(object.number)) {
      seen.add(object.number)
      visit(object.number)
      waiting.push(file.resolve(object))
    } else if (isArray(object)) for (const item of object) waiting.push(item)
    else if (isKind(object, 'dict')) for (const item of object.entries.values()) waiting.push(item)
    else if (isKind(object, 'stream')) waiting.push(object.dict)
  }
}

/** Objects of the sealed file whose place changed and whose meaning did too. `reached` are those that its catalog leads to. */
function changedNumbers(sealed: PdfFile, whole: PdfFile, reached: ReadonlySet<number>): number[] {
  const changed: number[] = []
  for (const [number, was] of sealed.entries) {
    if (was.kind === 'free') continue
    const is = whole.entries.get(number)
    const isInPlace =
      was.kind === 'at' && is?.kind === 'at' && was.offset === is.offset && was.generation === is.generation
    if (isInPlace || (!reached.has(number) && isCrossReference(sealed, number))) continue
    const isSame =
      generationOf(sealed, number) === generationOf(whole, number) &&
      equalObjects(sealed.objectNumbered(number), whole.objectNumbered(number))
    if (!isSame) changed.push(number)
  }
  return changed
}

/**
 * Cross-reference streams are numbered objects too. ⚔ A page's content may call itself one: those to which something refers
 * are like any other object.
 */
function isCrossReference(file: PdfFile, number: number): boolean {
  const object = file.objectNumbered(number)
  return isKind(object, 'stream') && isName(object.dict.entries.get('Type') ?? null, 'XRef')
}

const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 0x0a || byte === 0x0d || byte === 0x20)

import { utf8Text } from './bytes.ts'

/** JSON that has exactly one spelling: what digests and signatures cover. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue | undefined }

/**
 * The one UTF-8 spelling of a value: members sorted by UTF-16 code units, no white space, absent members left out.
 * Numbers must be safe integers and strings NFC, because those are the places where writers differ; a breach is a bug
 * of the caller and throws TypeError.
 */
export function canonicalJson(value: CanonicalValue): Uint8Array {
  return new TextEncoder().encode(spell(value))
}

function spell(value: CanonicalValue): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('canonical JSON holds safe integers only')
    // ⚔ A file or a request may say -0, which schemas take for an integer: it is spelt as the 0 that it equals.
    return String(value)
  }
  if (typeof value === 'string') {
    // Plain ASCII, which most values are, is NFC, and but for two letters its own spelling.
    if (/^[ !#-[\]-~]*$/.test(value)) return `"${value}"`
    if (value.normalize('NFC') !== value || !value.isWellFormed())
      throw new TypeError('canonical JSON holds NFC text only')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(spell).join(',')}]`
  const members: string[] = []
  // Without an argument it sorts by UTF-16 code units.
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, CanonicalValue | undefined>)[name]
    if (member !== undefined) members.push(`${spell(name)}:${spell(member)}`)
  }
  return `{${members.join(',')}}`
}

/** JSON of strict UTF-8 within the limits of `parseJsonText`; undefined when it is not that. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = utf8Text(bytes)
  return text === null ? undefined : parseJsonText(text)
}

const deepest = 64
/** Members and lists of a text, besides one for every sixteen characters. */
const smallest = 10_000
const charactersEach = 16

/**
 * JSON of a stranger; undefined when it is none, nests deeper than 64, or holds more lists, objects and members than 10,000
 * and one for every sixteen characters. ⚔ Three characters can become fifty bytes of memory, and whatever walks through a
 * value afterwards needs a stack as deep as it.
 */
export function parseJsonText(text: string): unknown {
  if (!isWithinLimits(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isWithinLimits(text: string): boolean {
  let left = smallest + text.length / charactersEach
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === quote) at = endOfString(text, at + 1)
    else if (letter === openObject || letter === openList) {
      depth++
      left--
      if (depth > deepest) return false
    } else if (letter === closeObject || letter === closeList) depth--
    else if (letter === colon) left--
    if (left < 0) return false
  }
  return true
}

/** Where the string that began before ends: at the next quotation mark that no reverse solidus stands before. */
function endOfString(text: string, start: number): number {
  for (let at = start; ; at++) {
    const letter = text.charCodeAt(at)
    if (letter === quote || Number.isNaN(letter)) return at
    if (letter === reverseSolidus) at++
  }
}

const [quote, reverseSolidus, colon] = [0x22, 0x5c, 0x3a]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

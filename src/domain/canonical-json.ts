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
    // Plain ASCII, which most values are, is NFC.
    if (!/^[\x20-\x7e]*$/.test(value) && (value.normalize('NFC') !== value || !value.isWellFormed()))
      throw new TypeError('canonical JSON holds NFC text only')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(spell).join(',')}]`
  const members = Object.entries(value as Record<string, CanonicalValue | undefined>)
    .filter((member): member is [string, CanonicalValue] => member[1] !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${members.map(([name, member]) => `${spell(name)}:${spell(member)}`).join(',')}}`
}

/** JSON of strict UTF-8; undefined when it is not that. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = utf8Text(bytes)
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

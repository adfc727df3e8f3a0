import { concatBytes, hexOf, utf8Bytes } from '../bytes.ts'
import { isArray, isKind, type PdfObject } from './pdf-objects.ts'

/** An object in the syntax of ISO 32000-1, clause 7.3; strings in hexadecimal. */
export function writeObject(object: PdfObject): Uint8Array {
  return isKind(object, 'stream')
    ? concatBytes(
        utf8Bytes(`${notation(object.dict)}\nstream\n`),
        object.content.readSync(0, object.content.sizeInBytes),
        utf8Bytes('\nendstream'),
      )
    : utf8Bytes(notation(object))
}

/** `number generation obj … endobj` and a line end. */
export function writeIndirectObject(number: number, generation: number, body: Uint8Array): Uint8Array {
  return concatBytes(utf8Bytes(`${number} ${generation} obj\n`), body, utf8Bytes('\nendobj\n'))
}

function notation(object: PdfObject): string {
  if (object === null || typeof object === 'boolean') return String(object)
  if (typeof object === 'number') return writeNumber(object)
  if (isArray(object)) return `[${object.map(notation).join(' ')}]`
  if (isKind(object, 'name')) return writeName(object.name)
  if (isKind(object, 'string')) return `<${hexOf(object.bytes)}>`
  if (isKind(object, 'ref')) return `${object.number} ${object.generation} R`
  if (isKind(object, 'dict'))
    return `<<${[...object.entries].map(([key, value]) => `${writeName(key)} ${notation(value)}`).join('\n')}>>`
  throw new TypeError('a stream stands only as an indirect object')
}

/** PDF knows no exponents (clause 7.3.3). */
function writeNumber(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : value.toFixed(8).replace(/\.?0+$/, '')
}

/** Everything but plain letters, digits and a few signs is escaped, one byte each (clause 7.3.5). */
function writeName(name: string): string {
  return `/${name.replaceAll(/[^A-Za-z0-9._:+*-]/g, (letter) => `#${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
}

import { type DerElement, type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { hexOf, utf8Text } from '../bytes.ts'
import { fail } from '../failure.ts'
import { oid } from './object-identifiers.ts'

// X.501 distinguished names as RFC 5280, clause 4.1.2.4 and appendix A.1, writes them.

export interface DistinguishedName {
  /** The whole Name. Two names are the same when these bytes are. */
  der: Uint8Array
  attributes: readonly { type: string; value: string }[]
}

/** What our own names hold: 1 to 64 characters each. */
export interface NameFields {
  country?: string
  organization?: string
  commonName: string
  /** 统一社会信用代码 of an enterprise. */
  serialNumber?: string
}

const bmpString = 0x1e
const universalStrings: readonly number[] = [tag.utf8String, tag.printableString, tag.ia5String]
const attributeLimit = 32

const shortNames: Readonly<Record<string, string>> = {
  [oid.country]: 'C',
  [oid.organization]: 'O',
  [oid.commonName]: 'CN',
  [oid.serialNumber]: 'serialNumber',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.11': 'OU',
}

/** Writes a Name in the order C, O, CN, serialNumber. Fails with `input.invalid` naming the field. */
export function encodeName({ country, organization, commonName, serialNumber }: NameFields): Uint8Array {
  const relativeNames = [
    ...attribute('country', country, oid.country, der.printableString),
    ...attribute('organization', organization, oid.organization, der.utf8String),
    ...attribute('commonName', commonName, oid.commonName, der.utf8String),
    ...attribute('serialNumber', serialNumber, oid.serialNumber, der.printableString),
  ]
  return der.sequence(...relativeNames)
}

function attribute(
  field: keyof NameFields,
  value: string | undefined,
  type: string,
  encode: (text: string) => Uint8Array,
): Uint8Array[] {
  if (value === undefined) return []
  const isPrintable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value)
  if (value.length < 1 || value.length > 64 || (encode === der.printableString && !isPrintable))
    fail('input.invalid', { field })
  return [der.setOf(der.sequence(der.objectIdentifier(type), encode(value)))]
}

/** Reads the Name that stands next. A string type that cannot be decoded is kept as # and hexadecimal (RFC 4514). */
export function readName(outer: DerReader): DistinguishedName {
  const whole = outer.element(tag.sequence)
  const reader = outer.inside(whole)
  const attributes: { type: string; value: string }[] = []
  for (const set of reader.rest(attributeLimit)) {
    const pairs = reader.inside(set)
    for (const pair of pairs.rest(attributeLimit)) {
      const inside = pairs.inside(pair)
      attributes.push({ type: inside.objectIdentifier(), value: textOf(inside.element()) })
      inside.end()
    }
  }
  return { der: whole.bytes, attributes }
}

function textOf({ identifier, content, bytes }: DerElement): string {
  const text =
    identifier === bmpString ? bmpText(content) : universalStrings.includes(identifier) ? utf8Text(content) : null
  return text ?? `#${hexOf(bytes)}`
}

function bmpText(content: Uint8Array): string | null {
  if (content.length % 2 !== 0) return null
  let text = ''
  for (let i = 0; i < content.length; i += 2) text += String.fromCharCode(content[i]! * 256 + content[i + 1]!)
  return text
}

/** The first attribute of this type; null when the name has none. */
export function attributeOf(name: DistinguishedName, type: string): string | null {
  return name.attributes.find((attribute) => attribute.type === type)?.value ?? null
}

/** One line for people and reports, such as `C=CN, O=某公司, CN=某公司`. Not for comparison. */
export function describeName(name: DistinguishedName): string {
  return name.attributes.map(({ type, value }) => `${shortNames[type] ?? type}=${value}`).join(', ')
}

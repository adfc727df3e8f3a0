import type { ByteRange } from './byte-range.ts'

/** propertyInfo of the SES_Signature: ties it to this field at this place of the file. The field name must be ASCII. */
export function sealPropertyInfo(byteRange: ByteRange, fieldName: string): string {
  return `ByteRange=[${byteRange.join(' ')}];Field=${fieldName}`
}

/** How the bytes in the hole are to be read: /Filter and /SubFilter (`docs/formats/sealed-pdf.md`). */
export const signatureFormats = {
  /** SES_Signature of GB/T 38540-2020 over SM3 of the byte range. */
  ses: { filter: 'Bidseal', subFilter: 'Bidseal.GBT38540.2020' },
  /** Detached CMS of a key token with RSA. */
  pkcs7: { filter: 'Adobe.PPKLite', subFilter: 'adbe.pkcs7.detached' },
  /** Detached CAdES of a key token, with the signing certificate's digest. */
  cades: { filter: 'Adobe.PPKLite', subFilter: 'ETSI.CAdES.detached' },
} as const

export type SignatureFormat = keyof typeof signatureFormats

/** Null for formats of others. */
export function signatureFormatOf(filter: string | null, subFilter: string | null): SignatureFormat | null {
  const formats: SignatureFormat[] = ['ses', 'pkcs7', 'cades']
  // Readers choose by SubFilter; a foreign Filter only names who wrote it, but ours must be ours.
  const format = formats.find((key) => signatureFormats[key].subFilter === subFilter) ?? null
  return format === 'ses' && filter !== signatureFormats.ses.filter ? null : format
}

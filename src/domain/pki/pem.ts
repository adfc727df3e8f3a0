import { base64Of, bytesOfBase64 } from '../bytes.ts'

// RFC 7468, textual encodings.

export type PemLabel = 'CERTIFICATE' | 'CERTIFICATE REQUEST' | 'X509 CRL' | 'PKCS7' | 'CMS'

/** Text with lines of 64 characters and a line feed at the end. */
export function encodePem(label: PemLabel, der: Uint8Array): string {
  const lines = base64Of(der).replaceAll(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}

/** Every block of this label in the text, in order; blocks that are not base64 and all other text are passed over. */
export function decodePem(label: PemLabel, text: string): Uint8Array[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g)
  return [...blocks]
    .filter(([, found]) => found === label)
    .map(([, , body]) => bytesOfBase64(body!.replaceAll(/\s/g, '')))
    .filter((bytes) => bytes !== null)
}

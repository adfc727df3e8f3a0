import { expect, test } from 'vitest'
import { concatBytes } from '../../src/domain/bytes.ts'
import { signedPieces } from '../../src/domain/pdf/byte-range.ts'
import { readSeals } from '../../src/domain/pdf/read-seals.ts'
import { openssl } from '../kit/openssl.ts'
import { pdfsig } from '../kit/pdfs.ts'
import { fillSeal, prepareSeal, requestSeal } from '../kit/sealed-pdfs.ts'

const subject = ['-subj', '/CN=Key token', '-keyout', '-', '-nodes', '-newkey', 'rsa:2048']
const identity = openssl(['req', '-x509', '-days', '30', '-sha256', ...subject]).output

/** What a key token with RSA answers: a detached CMS over both parts. */
const signDetached = (parts: readonly Uint8Array[]) =>
  openssl(['cms', '-sign', '-binary', '-md', 'sha256', '-outform', 'DER', '-signer', '@identity', '-in', '@covered'], {
    identity,
    covered: concatBytes(...parts),
  }).output

test('poppler verifies a key token’s signature over our byte range, and refuses it for a changed file', async () => {
  const prepared = await prepareSeal(await requestSeal({ format: 'pkcs7', holeSizeInBytes: 8192 }))
  const sealed = fillSeal(prepared, signDetached([...signedPieces(prepared.pdf, prepared.byteRange)]))
  const changed = sealed.slice()
  changed[600]! ^= 1
  expect(pdfsig(sealed)).toContain('Signature Validation: Signature is Valid.')
  expect(pdfsig(sealed)).toContain('Total document signed')
  expect(pdfsig(changed)).toContain('Signature Validation: Digest Mismatch.')
  expect(readSeals(sealed)).toMatchObject([{ format: 'pkcs7', coverage: { kind: 'sound', laterChanges: [] } }])
})

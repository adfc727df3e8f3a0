import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSesSignature, stampedBytes } from '../../src/domain/seal/ses-signature.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { sealOf2014, sealOf2025, signatureOf2014, signatureOf2025 } from './other-seals.ts'
import { makeSealPng } from './pdfs.ts'
import { authorities, makeSeal, sealFields, sesFields } from './seals.ts'
import { makeToken, stampAuthority } from './time-stamps.ts'

// Writes test/vectors/seals.json, to which docs/formats/seals.md and messages.md point: the same on every run.

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const picture = { ...sealFields().picture, data: makeSealPng(8) }
const stamp = (signature: Uint8Array) => makeToken({ imprint: sm3(signature), nonce: null })
const [authority] = authorities.issuing

const version4 = signatureOf2025({ version: 4, seal: makeSeal({ picture }), stamp })
const vector = {
  comment: 'One SES_Signature of each version over the same digest, under the same root; 4 and 5 with time stamps.',
  root: base64(authorities.root.certificate.der),
  authority: base64(authority.certificate.der),
  signedBytesDigest: base64(sesFields().signedBytesDigest),
  propertyInfo: sesFields().propertyInfo,
  signingTime: sesFields().signingTime.toISOString(),
  signatures: {
    1: base64(signatureOf2014({ seal: sealOf2014({ picture }) })),
    4: base64(version4),
    5: base64(signatureOf2025({ seal: sealOf2025({ picture, stamp }), stamp })),
  },
  timeStamp: {
    authority: base64(stampAuthority.certificate.der),
    stampedBytes: base64(stampedBytes(readSesSignature(version4).signature)),
    token: base64(readSesSignature(version4).timeStamp!),
  },
}
await writeFile(join(import.meta.dirname, '../vectors/seals.json'), `${JSON.stringify(vector, null, 2)}\n`)

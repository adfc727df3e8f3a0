import { describe, expect, test } from 'vitest'
import { decodeManifest, encodeManifest } from '../../src/domain/bid-file/manifest.ts'
import { decodeMeta, encodeMeta } from '../../src/domain/bid-file/meta.ts'
import { utf8Bytes, utf8Text } from '../../src/domain/bytes.ts'
import { failureOf } from '../kit/failure-of.ts'

// JSON has a number that every schema takes for the integer 0 and that is not its spelling.

const withMinusZero = (bytes: Uint8Array, name: string) => {
  const text = utf8Text(bytes)!
  const changed = text.replace(`"${name}":0`, `"${name}":-0`)
  if (changed === text) throw new Error('nothing was changed')
  return utf8Bytes(changed)
}

describe('⚔ -0 is another spelling, and no bug', () => {
  test('in the header of a bid file', () => {
    const meta = encodeMeta({
      tender: 'nj-2026-001',
      section: 'a1',
      suite: 'sm4-gcm',
      chunkSize: 65_536,
      plaintextLength: 0,
      created: '2026-09-01T00:00:00Z',
    })
    expect(failureOf(() => decodeMeta(withMinusZero(meta, 'plaintextLength')))?.code).toBe('bid-file.header-malformed')
  })

  test('in the manifest of a bid', () => {
    const manifest = encodeManifest({
      format: 'bidseal-bid',
      version: 1,
      tender: 'nj-2026-001',
      section: 'a1',
      socialCreditCode: '91320100MA1XYZ1234',
      signingCertificate: '0'.repeat(64),
      openingForm: [],
      files: [{ path: 'a.pdf', sizeInBytes: 0, sm3: '0'.repeat(64) }],
      tool: 'bidseal 0.1.0',
    })
    expect(failureOf(() => decodeManifest(withMinusZero(manifest, 'sizeInBytes')))?.code).toBe(
      'bid-file.manifest-invalid',
    )
  })
})

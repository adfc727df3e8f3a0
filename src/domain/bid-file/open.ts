import { equalBytes, hexOf } from '../bytes.ts'
import { BidsealError, fail } from '../failure.ts'
import { type Certificate, certificateDigest, holderOf } from '../pki/certificate.ts'
import { findRecipient, openEnvelope, readEnvelope } from '../pki/enveloped-data.ts'
import { isIssuedAs } from '../pki/issuer-and-serial.ts'
import type { Sm2Ciphertext } from '../sm/sm2-encrypt.ts'
import { sm3 } from '../sm/sm3.ts'
import type { BidContents } from './contents.ts'
import { type BidFileHeader, isHeaderOf, requireHeaderOf } from './header.ts'
import { recipientsOf, type SignedStatement } from './trailer.ts'

/**
 * The content key as encrypted to a certificate, for its holder's key to decrypt. Fails with `bid-file.not-a-recipient`,
 * naming who can when the signed statement is at hand, or `bid-file.envelope-damaged`.
 */
export function wrappedKeyFor(
  header: BidFileHeader,
  certificate: Certificate,
  signed: SignedStatement | null = null,
): Sm2Ciphertext {
  const wrapped = damagedAlike(() => findRecipient(readEnvelope(header.envelopeDer), certificate))
  const recipients = () => (signed === null ? [] : recipientsOf(signed).map((one) => holderOf(one).name))
  return wrapped ?? fail('bid-file.not-a-recipient', { recipients: recipients() })
}

/**
 * The 32-byte file key, once the header MAC has shown that it and this header belong together. `contentKey` is null when
 * the recipient's decryption failed. Whatever broke, the failure is `bid-file.envelope-damaged`: CBC must not be an
 * oracle.
 */
export function unwrapFileKey(header: BidFileHeader, contentKey: Uint8Array | null): Uint8Array {
  const fileKey = damagedAlike(() => openEnvelope(readEnvelope(header.envelopeDer), contentKey))
  if (fileKey.length !== 32 || !isHeaderOf(header, fileKey)) fail('bid-file.envelope-damaged', {})
  return fileKey
}

/**
 * Holds header and envelope against the statement: tender, section, and exactly the recipients that were signed
 * ⚔ a server that adds one. Failures: `bid-file.statement-mismatch`, `bid-file.envelope-damaged`.
 */
export function requireSignedHeader(header: BidFileHeader, signed: SignedStatement): void {
  const { statement } = signed
  if (header.meta.tender !== statement.tender) fail('bid-file.statement-mismatch', { field: 'tender' })
  if (header.meta.section !== statement.section) fail('bid-file.statement-mismatch', { field: 'section' })
  const { recipients } = damagedAlike(() => readEnvelope(header.envelopeDer))
  const chosen = new Set(recipientsOf(signed))
  for (const recipient of recipients) {
    const certificate = [...chosen].find((one) => isIssuedAs(one, recipient))
    if (certificate === undefined) fail('bid-file.statement-mismatch', { field: 'recipients' })
    chosen.delete(certificate)
  }
  if (chosen.size > 0) fail('bid-file.statement-mismatch', { field: 'recipients' })
}

/** Fails with `bid-file.statement-mismatch` unless the statement covers this digest of the chunks. */
export function requireSignedPayload(payloadDigest: Uint8Array, { statement }: SignedStatement): void {
  if (!equalBytes(payloadDigest, statement.payloadDigest)) fail('bid-file.statement-mismatch', { field: 'payload' })
}

/**
 * Whether this key may open this file: it is the header's own, and the header is the one that was signed. Failures:
 * `bid-file.header-changed`, those of `requireSignedHeader`.
 */
export function requireOpenable(
  { header, signed }: { header: BidFileHeader; signed: SignedStatement },
  fileKey: Uint8Array,
): void {
  requireHeaderOf(header, fileKey)
  requireSignedHeader(header, signed)
}

/**
 * Holds the manifest of decrypted contents against the signed statement ⚔ a stolen bid under another bidder's
 * statement. Failures: `bid-file.statement-mismatch`, `bid-file.signer-mismatch`.
 */
export function requireSignedManifest({ manifest, manifestBytes }: BidContents, signed: SignedStatement): void {
  const { statement, signer } = signed
  if (!equalBytes(sm3(manifestBytes), statement.manifestDigest))
    fail('bid-file.statement-mismatch', { field: 'manifest' })
  for (const field of ['tender', 'section', 'socialCreditCode'] as const)
    if (manifest[field] !== statement[field]) fail('bid-file.statement-mismatch', { field })
  if (manifest.signingCertificate !== hexOf(certificateDigest(signer))) fail('bid-file.signer-mismatch', {})
}

function damagedAlike<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    fail('bid-file.envelope-damaged', {})
  }
}

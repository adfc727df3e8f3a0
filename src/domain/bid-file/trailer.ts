import type { ByteSource } from '../byte-source.ts'
import { concatBytes, equalBytes, hexOf, uint32Bytes } from '../bytes.ts'
import { BidsealError, fail } from '../failure.ts'
import { type Certificate, certificateDigest, holderOf } from '../pki/certificate.ts'
import { assembleSignedData, readSignedData, signedDataDigest, verifySignedData } from '../pki/signed-data.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import { type BidFileHeader, uint32Of } from './header.ts'
import { payloadSizeOf } from './meta.ts'
import { type BidStatement, decodeStatement, encodeStatement } from './statement.ts'

// u32 | SignedData of the bidder over the statement | end of file

/** Most bytes of the signed statement: 64 recipients' certificates and a chain fit. */
export const signedStatementLimit = 0x40000

/** A statement whose signature held under `signer`; whether `signer` can be trusted is the chain's question. */
export interface SignedStatement {
  statement: BidStatement
  signer: Certificate
  /** Signer, its chain and the recipients, in the order of the file. */
  certificates: readonly Certificate[]
}

/** The 32-byte digest that the bidder's key signs. */
export function statementDigest(statement: BidStatement, signer: Certificate): Uint8Array {
  if (signer.publicKey === null) fail('bid-file.statement-invalid', { reason: 'the signer has no SM2 key' })
  return signedDataDigest(encodeStatement(statement), signer.publicKey)
}

/**
 * SignedData over the statement: what the trailer and the plain copy hold. `chain` is what stands between the signer and
 * a root. Recipients' certificates travel along, so that anyone can hold the envelope against the statement and say who
 * can open the file. The signature is not verified: `readSignedStatement` does.
 */
export function assembleStatement({
  statement,
  signer,
  chain,
  recipients,
  signature,
}: {
  statement: BidStatement
  signer: Certificate
  chain: readonly Certificate[]
  recipients: readonly Certificate[]
  signature: Sm2Signature
}): Uint8Array {
  const certificates = [...new Map([signer, ...chain, ...recipients].map((one) => [hexOf(one.der), one])).values()]
  return assembleSignedData({ content: encodeStatement(statement), certificates, signer, signature })
}

/** The trailer as it stands at the end of the file. */
export function encodeTrailer(signedStatement: Uint8Array): Uint8Array {
  if (signedStatement.length > signedStatementLimit) throw new RangeError('the signed statement is too large')
  return concatBytes(uint32Bytes(signedStatement.length), signedStatement)
}

/**
 * The SignedData at the end of a file whose every byte is accounted for, not yet verified. Failures:
 * `bid-file.truncated`, `bid-file.trailing-bytes`, `bid-file.statement-invalid`.
 */
export async function readTrailer(source: ByteSource, header: BidFileHeader): Promise<Uint8Array> {
  const start = header.sizeInBytes + payloadSizeOf(header.meta)
  requireSize(source, start + 4)
  const length = uint32Of(await source.read(start, 4))
  if (length > signedStatementLimit) fail('bid-file.statement-invalid', { reason: 'too large' })
  const end = start + 4 + length
  requireSize(source, end)
  if (source.sizeInBytes > end) fail('bid-file.trailing-bytes', { extraBytes: source.sizeInBytes - end })
  return source.read(start + 4, length)
}

/**
 * Verifies the signature over the statement and that signer and bidder are one. The chain of `signer` is not verified
 * here. Failures: `bid-file.statement-invalid`, `bid-file.signer-mismatch`.
 */
export function readSignedStatement(signedStatement: Uint8Array): SignedStatement {
  const { content, certificates, signer } = verified(signedStatement)
  const statement = decodeStatement(content)
  // ⚔ a bid re-signed by somebody else: the code in the statement is the one the signer's authority vouches for.
  if (holderOf(signer).socialCreditCode !== statement.socialCreditCode) fail('bid-file.signer-mismatch', {})
  return { statement, signer, certificates }
}

function verified(bytes: Uint8Array) {
  if (bytes.length > signedStatementLimit) fail('bid-file.statement-invalid', { reason: 'too large' })
  try {
    const signedData = readSignedData(bytes)
    const { signer, content } = verifySignedData(signedData)
    // What no signature covers (algorithm lists, order of certificates) may stand in one way only.
    const { certificates, signature } = signedData
    if (!equalBytes(assembleSignedData({ content, certificates, signer, signature }), bytes))
      fail('bid-file.statement-invalid', { reason: 'not in its one encoding' })
    return { signer, content, certificates }
  } catch (error) {
    if (!(error instanceof BidsealError) || error.failure.code.startsWith('bid-file.')) throw error
    fail('bid-file.statement-invalid', { reason: error.failure.code }, error)
  }
}

/** The certificates of the recipients a statement names; one that is missing fails as a mismatch of recipients. */
export function recipientsOf({ statement, certificates }: SignedStatement): Certificate[] {
  const byDigest = new Map(certificates.map((certificate) => [hexOf(certificateDigest(certificate)), certificate]))
  return statement.recipientDigests.map(
    (digest) => byDigest.get(hexOf(digest)) ?? fail('bid-file.statement-mismatch', { field: 'recipients' }),
  )
}

function requireSize(source: ByteSource, end: number): void {
  if (end > source.sizeInBytes) fail('bid-file.truncated', { missingBytes: end - source.sizeInBytes })
}

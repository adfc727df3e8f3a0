import { type BidFileHeader, readFront, readHeader } from '../bid-file/header.ts'
import { requireSignedHeader, requireSignedPayload } from '../bid-file/open.ts'
import { payloadDigestOf, type WorkOptions } from '../bid-file/payload.ts'
import { readSignedStatement, readTrailer, type SignedStatement } from '../bid-file/trailer.ts'
import type { ByteSource } from '../byte-source.ts'
import { hexOf } from '../bytes.ts'
import { holderOf } from '../pki/certificate.ts'
import { namedRecipients } from './recipients.ts'
import {
  type BidClaims,
  type BidFileReport,
  type Check,
  failed,
  notDone,
  ownClock,
  passed,
  verdictOf,
} from './report.ts'
import { checkSigner, failureFinding, type Trust } from './trust.ts'

/**
 * Verifies an encrypted bid file without any key: structure, signed statement, recipients, every chunk, the signer. The
 * contents remain encrypted and the report says so. Reads the file once in pieces; `task.cancelled` is thrown.
 */
export async function verifyBidFile(
  source: ByteSource,
  trust: Trust,
  options: WorkOptions = {},
): Promise<BidFileReport> {
  try {
    await readFront(source)
  } catch (error) {
    return reportOf([failed('format', failureFinding(error))])
  }
  let header: BidFileHeader
  let trailer: Uint8Array
  try {
    header = await readHeader(source)
    trailer = await readTrailer(source, header)
  } catch (error) {
    return reportOf([failed('integrity', failureFinding(error))])
  }
  let signed: SignedStatement
  try {
    signed = readSignedStatement(trailer)
  } catch (error) {
    return reportOf([passed('format', { kind: 'readable' }), failed('statement', failureFinding(error))])
  }
  const checks: Check[] = [
    passed('format', { kind: 'readable' }),
    checkStatement(signed),
    checkHeader(header, signed),
    await checkPayload({ source, header, signed }, options),
    ...checkStatementSigner(signed, trust),
    checkAlgorithms(header),
    ownClock(new Date(signed.statement.created)),
    notDone('contents', { kind: 'not-decrypted' }),
  ]
  return reportOf(checks, claimsOf(signed))
}

/** What the statement says, whose signature was verified. */
export function claimsOf({ statement, signer }: SignedStatement): BidClaims {
  const { tender, section, socialCreditCode, created } = statement
  return { tender, section, socialCreditCode, created, bidder: holderOf(signer).name }
}

export function checkStatement(signed: SignedStatement): Check {
  const { bidder, created } = claimsOf(signed)
  return passed('statement', { kind: 'statement-signed', bidder, created })
}

/** What the statement was signed and the chunks were encrypted with. */
export function checkAlgorithms({ meta }: BidFileHeader): Check {
  return passed('algorithm', { kind: 'algorithm-known', algorithm: `SM2-SM3, ${meta.suite.toUpperCase()}` })
}

/** The signer's chain and revocation at the time that the statement claims. */
export function checkStatementSigner({ signer, certificates, statement }: SignedStatement, trust: Trust): Check[] {
  return checkSigner(trust, { leaf: signer, alongside: certificates, at: new Date(statement.created) })
}

function checkHeader(header: BidFileHeader, signed: SignedStatement): Check {
  try {
    requireSignedHeader(header, signed)
    return passed('recipients', { kind: 'recipients-signed', recipients: namedRecipients(signed) })
  } catch (error) {
    return failed('recipients', failureFinding(error))
  }
}

async function checkPayload(
  { source, header, signed }: { source: ByteSource; header: BidFileHeader; signed: SignedStatement },
  options: WorkOptions,
): Promise<Check> {
  const digest = await payloadDigestOf(source, header, options)
  try {
    requireSignedPayload(digest, signed)
    return passed('integrity', { kind: 'intact', digest: hexOf(digest) })
  } catch (error) {
    return failed('integrity', failureFinding(error))
  }
}

function reportOf(checks: Check[], claims: BidClaims | null = null): BidFileReport {
  return { kind: 'bid-file', verdict: verdictOf(checks), checks, claims }
}

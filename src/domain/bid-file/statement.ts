import { readDer, tag } from '../asn1/read-der.ts'
import { generalizedTime, octetString, sequence, utf8String } from '../asn1/write-der.ts'
import { equalBytes } from '../bytes.ts'
import { BidsealError, fail } from '../failure.ts'
import { tenderIdSchema } from '../tender-id.ts'
import { secondsSchema, socialCreditCodeSchema, spellSeconds } from './meta.ts'

/** Most certificates that can open one bid file. */
export const recipientLimit = 64

/** What the bidder signs with one act on the phone: everything that makes a bid file this bid file. */
export interface BidStatement {
  tender: string
  section: string
  socialCreditCode: string
  /** SM3 of `manifest.json`, 32 bytes. */
  manifestDigest: Uint8Array
  /** Digest of the chunks (`createPayloadDigest`), 32 bytes. */
  payloadDigest: Uint8Array
  /** SM3 of each recipient's certificate, 32 bytes each, ascending, 1 … 64 of them. */
  recipientDigests: readonly Uint8Array[]
  /** Whole seconds in UTC, as `spellSeconds` gives them. */
  created: string
}

// ⚔ The statement is signed as the content of a SignedData, so the label that keeps our signatures apart stands inside:
// the first element is this text, while certificates, requests and seals begin with a number or another sequence, and
// the signatures over canonical JSON begin with the bare letters "bidseal/", which are not DER.
const label = 'bidseal/generate/v1'

/** Ascending order of digests, the one order a statement may list its recipients in. */
export function sortDigests(digests: readonly Uint8Array[]): Uint8Array[] {
  return [...digests].sort(compareDigests)
}

/**
 * DER of the statement: SEQUENCE { label, tender, section, socialCreditCode (UTF8String), manifest, payload
 * (OCTET STRING), SEQUENCE OF recipient (OCTET STRING), created (GeneralizedTime) }. Desktop, phone and server each
 * build it from the fields. Fields outside their limits fail with `bid-file.statement-invalid`.
 */
export function encodeStatement(statement: BidStatement): Uint8Array {
  requireFields(statement)
  return sequence(
    utf8String(label),
    utf8String(statement.tender),
    utf8String(statement.section),
    utf8String(statement.socialCreditCode),
    octetString(statement.manifestDigest),
    octetString(statement.payloadDigest),
    sequence(...statement.recipientDigests.map(octetString)),
    generalizedTime(new Date(statement.created)),
  )
}

/** Reads a statement; anything but the one encoding of valid fields fails with `bid-file.statement-invalid`. */
export function decodeStatement(der: Uint8Array): BidStatement {
  const statement = readStatement(der)
  if (!equalBytes(encodeStatement(statement), der))
    fail('bid-file.statement-invalid', { reason: 'not in its one encoding' })
  return statement
}

function readStatement(der: Uint8Array): BidStatement {
  try {
    return readDer(der, (outer) => {
      const fields = outer.enter()
      if (fields.text() !== label) fail('bid-file.statement-invalid', { reason: 'another kind of statement' })
      const statement = {
        tender: fields.text(),
        section: fields.text(),
        socialCreditCode: fields.text(),
        manifestDigest: fields.octetString(),
        payloadDigest: fields.octetString(),
        recipientDigests: fields
          .enter()
          .rest(recipientLimit)
          .map(({ identifier, content }) => (identifier === tag.octetString ? content : new Uint8Array(0))),
        created: spellSeconds(fields.time()),
      }
      fields.end()
      return statement
    })
  } catch (error) {
    if (error instanceof BidsealError && error.failure.code === 'der.invalid')
      fail('bid-file.statement-invalid', { reason: error.failure.details.reason }, error)
    throw error
  }
}

function requireFields(statement: BidStatement): void {
  const { recipientDigests, manifestDigest, payloadDigest } = statement
  const digests = [manifestDigest, payloadDigest, ...recipientDigests]
  const isAscending = recipientDigests.every(
    (digest, i) => i === 0 || compareDigests(recipientDigests[i - 1]!, digest) < 0,
  )
  if (
    !tenderIdSchema.safeParse(statement.tender).success ||
    !tenderIdSchema.safeParse(statement.section).success ||
    !socialCreditCodeSchema.safeParse(statement.socialCreditCode).success ||
    !secondsSchema.safeParse(statement.created).success ||
    digests.some((digest) => digest.length !== 32) ||
    recipientDigests.length < 1 ||
    recipientDigests.length > recipientLimit ||
    !isAscending
  )
    fail('bid-file.statement-invalid', { reason: 'a field is outside its limits' })
}

function compareDigests(left: Uint8Array, right: Uint8Array): number {
  for (let i = 0; i < 32; i++) if (left[i] !== right[i]) return (left[i] ?? 0) - (right[i] ?? 0)
  return 0
}

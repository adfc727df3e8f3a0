import { z } from 'zod'
import { equalBytes } from '../bytes.ts'
import { type CanonicalValue, canonicalJson, parseJson } from '../canonical-json.ts'
import { fail } from '../failure.ts'
import { tenderIdSchema } from '../tender-id.ts'
import { listedFileSchema } from '../zip/listed-files.ts'
import { entryCountLimit } from '../zip/read-zip.ts'
import { socialCreditCodeSchema } from './meta.ts'

/** Name of the first entry of every bid. */
export const manifestName = 'manifest.json'
/** Most bytes of a manifest: 16 MiB hold twenty thousand files with long names. */
export const manifestSizeLimit = 0x1000000

const text = (limit: number) =>
  z
    .string()
    .max(limit)
    .refine((value) => value.isWellFormed() && value.normalize('NFC') === value)

const manifestSchema = z.strictObject({
  format: z.literal('bidseal-bid'),
  version: z.literal(1),
  tender: tenderIdSchema,
  section: tenderIdSchema,
  socialCreditCode: socialCreditCodeSchema,
  /** SM3 of the DER of the certificate that signs the statement. */
  signingCertificate: z.string().regex(/^[0-9a-f]{64}$/),
  openingForm: z.array(z.strictObject({ id: tenderIdSchema, title: text(200).min(1), value: text(4000) })).max(200),
  files: z.array(listedFileSchema).max(entryCountLimit - 2),
  tool: text(100).min(1),
})

/**
 * `manifest.json` of a bid: whose it is, the filled opening form (开标一览表) in the order of its columns, and every
 * other file. Values are text as it was filled in; the tender says what kind of value a column has.
 */
export type BidManifest = z.infer<typeof manifestSchema>

/** Canonical JSON of a manifest. */
export function encodeManifest(manifest: BidManifest): Uint8Array {
  return canonicalJson(manifestSchema.parse(manifest) as CanonicalValue)
}

/** Reads a manifest, which must be in canonical JSON and within limits, else `bid-file.manifest-invalid`. */
export function decodeManifest(bytes: Uint8Array): BidManifest {
  if (bytes.length > manifestSizeLimit) fail('bid-file.manifest-invalid', { reason: 'too large' })
  const parsed = manifestSchema.safeParse(parseJson(bytes))
  if (!parsed.success) fail('bid-file.manifest-invalid', { reason: parsed.error.issues[0]?.path.join('.') ?? '' })
  if (!equalBytes(encodeManifest(parsed.data), bytes))
    fail('bid-file.manifest-invalid', { reason: 'not in its canonical spelling' })
  return parsed.data
}

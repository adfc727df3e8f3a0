import { z } from 'zod'
import { equalBytes } from '../bytes.ts'
import { canonicalJson, parseJson } from '../canonical-json.ts'
import { fail } from '../failure.ts'
import { gcmTagSize } from '../sm/sm4-gcm.ts'
import { tenderIdSchema } from '../tender-id.ts'
import { suites } from './suite.ts'

/** Most bytes of plaintext in one chunk. */
export const largestChunkSize = 0x100000
const smallestChunkSize = 1024

/** 18 characters; the check characters are the business of whoever registers an enterprise. */
export const socialCreditCodeSchema = z.string().regex(/^[0-9A-Z]{18}$/)
/** Whole seconds in UTC, such as 2025-03-01T09:30:00Z. */
export const secondsSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  .refine((text) => !Number.isNaN(Date.parse(text)) && spellSeconds(new Date(text)) === text)

const metaSchema = z.strictObject({
  tender: tenderIdSchema,
  section: tenderIdSchema,
  suite: z.enum(suites),
  chunkSize: z
    .int()
    .min(smallestChunkSize)
    .max(largestChunkSize)
    .refine((size) => Number.isInteger(Math.log2(size))),
  plaintextLength: z.int().nonnegative(),
  created: secondsSchema,
})

/** What stands in the clear at the head of a bid file. It holds no names: who bids is in the signed statement. */
export type BidFileMeta = z.infer<typeof metaSchema>

/** A time as `created` fields hold it, in whole seconds. */
export function spellSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** Canonical JSON of the meta. */
export function encodeMeta(meta: BidFileMeta): Uint8Array {
  return canonicalJson(metaSchema.parse(meta))
}

const newerSuiteSchema = z.object({ suite: z.string().regex(/^[a-z0-9-]{1,32}$/) })

/**
 * Reads the meta, which must be in canonical JSON and within limits, else `bid-file.header-malformed`; a suite that we
 * do not know is `bid-file.suite-unsupported`.
 */
export function decodeMeta(bytes: Uint8Array): BidFileMeta {
  const json = parseJson(bytes)
  const named = newerSuiteSchema.safeParse(json).data?.suite
  if (named !== undefined && !suites.some((suite) => suite === named))
    fail('bid-file.suite-unsupported', { suite: named })
  const parsed = metaSchema.safeParse(json)
  if (!parsed.success || !equalBytes(encodeMeta(parsed.data), bytes))
    fail('bid-file.header-malformed', { reason: 'meta is not the canonical JSON of known members' })
  if (chunkCountOf(parsed.data) > 0xffffffff) fail('bid-file.header-malformed', { reason: 'more chunks than numbers' })
  return parsed.data
}

/** How many chunks the payload has: at least one, so that even nothing has a final chunk. */
export function chunkCountOf({ plaintextLength, chunkSize }: BidFileMeta): number {
  return Math.max(1, Math.ceil(plaintextLength / chunkSize))
}

/** Bytes that the chunks take in the file, tags included. */
export function payloadSizeOf(meta: BidFileMeta): number {
  return meta.plaintextLength + gcmTagSize * chunkCountOf(meta)
}

import { z } from 'zod'
import { sealKindSchema } from '../domain/project/tender.ts'
import { DocumentId, SealPlacement } from './bid-project.ts'
import { Failure } from './failure.ts'

/** A seal that the chosen certificate may use, verified by the desktop. */
export const AvailableSeal = z.object({
  sealId: z.string(),
  name: z.string(),
  kind: sealKindSchema.or(z.literal('other')),
  widthMm: z.number(),
  heightMm: z.number(),
  /** `app://desktop/seals/…png`. */
  url: z.string(),
  validUntil: z.number(),
})
export type AvailableSeal = z.infer<typeof AvailableSeal>

/** 会话签章, as the status line shows it. */
export const SigningSession = z.object({ personName: z.string(), endsAt: z.number() })
export type SigningSession = z.infer<typeof SigningSession>

export const SigningState = z.object({
  /** Whose certificate the last first scan chose; null until then. */
  signer: z.object({ personName: z.string(), enterpriseName: z.string(), authorityName: z.string() }).nullable(),
  seals: z.array(AvailableSeal),
  session: SigningSession.nullable(),
})
export type SigningState = z.infer<typeof SigningState>

/** One document to seal with one seal in one or more places; `crossPage` (骑缝章) adds a strip on every page's right edge. */
export const SealRequest = z.object({
  documentId: DocumentId,
  sealId: z.string(),
  placements: z.array(SealPlacement).max(500),
  crossPage: z.boolean(),
})
export type SealRequest = z.infer<typeof SealRequest>

/** What became of each document of a list, in order: a failure does not undo the others. */
export const SealResult = z.discriminatedUnion('outcome', [
  z.object({ documentId: DocumentId, outcome: z.literal('sealed') }),
  z.object({ documentId: DocumentId, outcome: z.literal('failed'), failure: Failure }),
])

import { z } from 'zod'

/** What the one QR panel shows while a phone is waited for. Times are the server's. */
export const TicketProgress = z.discriminatedUnion('stage', [
  z.object({
    stage: z.literal('showing'),
    /** Content of the QR code. */
    content: z.string(),
    /** The six digits to type where no camera works. */
    code: z.string(),
    digestTail: z.string(),
    expiresAt: z.number(),
    serverTime: z.number(),
  }),
  /** After a typed code: the number that must stand on both screens. */
  z.object({ stage: z.literal('comparing'), number: z.string(), digestTail: z.string() }),
  z.object({
    stage: z.literal('scanned'),
    scannedBy: z.string(),
    step: z.enum(['reading', 'choosing-certificate', 'confirming', 'signing']),
    digestTail: z.string(),
    /** Sent to the phone in a session: nobody scanned a code. */
    isPushed: z.boolean(),
    /** The comparison number, when the code was typed. */
    number: z.string().nullable(),
  }),
  /** In a session: pushed to the phone, no code to scan. */
  z.object({ stage: z.literal('pushed'), personName: z.string(), digestTail: z.string() }),
  /** The phone has answered; the desktop checks and writes. */
  z.object({ stage: z.literal('finishing'), isPushed: z.boolean() }),
])
export type TicketProgress = z.infer<typeof TicketProgress>

/** How far long work without a person is. */
export const WorkProgress = z.object({
  stage: z.literal('working'),
  step: z.enum([
    'checking',
    'packing',
    'encrypting',
    'writing',
    'downloading',
    'uploading',
    'decrypting',
    'verifying',
    'sealing',
  ]),
  doneInBytes: z.number(),
  totalInBytes: z.number(),
})
export type WorkProgress = z.infer<typeof WorkProgress>

/** A task that works and waits for a phone in turn. */
export const ActProgress = z.union([TicketProgress, WorkProgress])
export type ActProgress = z.infer<typeof ActProgress>

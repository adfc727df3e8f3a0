import { z } from 'zod'

/** Identifier of a tender or a section, as the tender file gives it. */
export const tenderIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)

import type { z } from 'zod'
import { parseJson } from '../../src/domain/canonical-json.ts'
import { fail } from '../../src/domain/failure.ts'
import type { Reading } from './target.ts'

/** Reads JSON by a schema, as whoever receives it does; `act` is what is done with it next. */
export function readJson<T>(schema: z.ZodType<T>, input: Uint8Array, act?: (value: T) => unknown): Reading {
  const parsed = schema.safeParse(parseJson(input))
  if (!parsed.success) fail('input.invalid', { field: parsed.error.issues[0]?.path.join('.') ?? '' })
  act?.(parsed.data)
  return null
}

import { z } from 'zod'
import type { Failure as FailureData } from '../domain/failure.ts'
import { readFailure } from '../domain/failure-details.ts'

/** A failure as data inside an answer, such as the result of one item of a list. */
export const Failure = z.custom<FailureData>((value) => readFailure(value) !== null, 'not a failure')

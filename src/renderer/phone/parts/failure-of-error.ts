import { BidsealError, type Failure } from '../../../domain/failure.ts'

/** What went wrong, as data. A bug becomes `internal` with a number that also stands in the console. */
export function failureOfError(error: unknown): Failure {
  if (error instanceof BidsealError) return error.failure
  const reportId = Math.floor(performance.now()).toString(36).toUpperCase()
  console.error(reportId, error)
  return { code: 'internal', details: { reportId } }
}

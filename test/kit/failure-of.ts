import { BidsealError, type Failure } from '../../src/domain/failure.ts'

/** The expected failure that an act ends with; null when it succeeds. A bug is thrown on. */
export function failureOf(act: () => unknown): Failure | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof BidsealError) return error.failure
    throw error
  }
}

/** As `failureOf`, for an act that takes its time. */
export async function failureOfAsync(act: () => Promise<unknown>): Promise<Failure | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (error instanceof BidsealError) return error.failure
    throw error
  }
}

import type { Failure, FailureCode, FailureDetails } from './failure-details.ts'

// Types only: a window's first picture need not wait for the schemas.
export type { Failure, FailureCode, FailureDetails } from './failure-details.ts'

/** The one expected error: crosses processes and HTTP as its plain `failure` data. */
export class BidsealError extends Error {
  readonly failure: Failure
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options)
    this.failure = failure
  }
}

/** Gives up with an expected failure. Details must hold no secret: they are shown and logged. */
export function fail<C extends FailureCode>(code: C, details: FailureDetails[C], cause?: unknown): never {
  throw new BidsealError({ code, details } as Failure, cause === undefined ? undefined : { cause })
}

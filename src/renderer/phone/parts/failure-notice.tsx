import type { Failure } from '../../../domain/failure.ts'
import { sentenceOf } from '../../../domain/sentences/failure-sentences.ts'

/** The sentence of a failure where it happened; cancelling needs no words. */
export function FailureNotice({ failure }: { failure: Failure | null }) {
  if (failure === null || failure.code === 'task.cancelled') return null
  return (
    <div className="failure-notice" role="alert">
      {sentenceOf(failure)}
    </div>
  )
}

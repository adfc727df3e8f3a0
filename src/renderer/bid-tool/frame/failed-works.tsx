import { Button } from 'antd'
import type { Failure } from '../../../domain/failure.ts'
import { FailureAlert } from '../../desktop/failure-alert.tsx'
import { stepThatMends, stepTitle } from '../steps.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorkList, useWorks } from '../works-context.tsx'

/** Failures of work without a phone, where every page shows them, until they are read. */
export function FailedWorks() {
  const works = useWorks()
  const failed = useWorkList().filter((work) => work.failure !== null && !work.asksPhone)
  if (failed.length === 0) return null
  return (
    <section className="failures" aria-label="未完成的操作">
      {failed.map(
        (work) =>
          work.failure && (
            <FailureAlert
              key={work.workId}
              title={work.title}
              failure={work.failure}
              onRetry={() => works.retry(work.workId)}
              onClose={() => works.cancel(work.workId)}
              nextStep={<NextStep failure={work.failure} onGo={() => works.cancel(work.workId)} />}
            />
          ),
      )}
    </section>
  )
}

/** The button to the step that mends a failure. */
export function NextStep({ failure, onGo }: { failure: Failure; onGo: () => void }) {
  const { projectId, goTo } = useWhereabouts()
  const step = stepThatMends[failure.code]
  if (step === undefined || projectId === null) return null
  return (
    <Button
      size="small"
      type="primary"
      onClick={() => {
        onGo()
        goTo(step)
      }}
    >
      去{stepTitle(step)}
    </Button>
  )
}

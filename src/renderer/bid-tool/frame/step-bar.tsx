import type { BidProject } from '../../../contract/bid-project.ts'
import { stepFace, steps } from '../steps.ts'
import { useWhereabouts } from '../whereabouts.tsx'

/** The eight steps as navigation: any can be opened at any time. */
export function StepBar({ project }: { project: BidProject }) {
  const { step: current, goTo } = useWhereabouts()
  return (
    <nav className="step-bar" aria-label="步骤">
      {steps.map(({ step, number, title }) => {
        const { kind, mark } = stepFace(project.steps.find((state) => state.step === step))
        return (
          <button
            key={step}
            type="button"
            className={`step step-${kind}`}
            aria-current={step === current ? 'step' : undefined}
            onClick={() => goTo(step)}
          >
            <span className="step-number" aria-hidden="true">
              {kind === 'done' ? '√' : number}
            </span>
            <span>{title}</span>
            {kind === 'problems' && <span className="step-mark">{mark}</span>}
            {kind === 'done' && <span className="for-readers">已完成</span>}
          </button>
        )
      })}
    </nav>
  )
}

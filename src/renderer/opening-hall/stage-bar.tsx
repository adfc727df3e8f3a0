import { type Stage, stages } from './hall-words.ts'

/** 未开标 → 签到 → 解密 → 唱标 → 结束. */
export function StageBar({ stage }: { stage: Stage }) {
  const present = stages.findIndex(([one]) => one === stage)
  return (
    <ol className="stage-bar" aria-label="开标阶段">
      {stages.map(([name, text], index) => (
        <li
          key={name}
          className={index < present ? 'past' : index === present ? 'present' : ''}
          aria-current={index === present ? 'step' : undefined}
        >
          {text}
        </li>
      ))}
    </ol>
  )
}

import type { OpeningSection } from '../../protocol/opening-section.ts'
import { failureOf } from '../desktop/works.ts'
import { useTask } from './main-process.ts'
import { TurnScreen } from './turn-screen.tsx'
import { useTurn } from './use-turn.ts'

const present = ({ bidders }: OpeningSection) => bidders.filter(({ checkedInAt }) => checkedInAt !== null)
const isComplete = (section: OpeningSection) => present(section).length === section.bidders.length

/** 签到: one code after another until everybody is there or the operator goes back. */
export function CheckInTurn({ section, onEnd }: { section: OpeningSection; onEnd: () => void }) {
  const { sectionCode } = section.section
  const { mutate, isPending, error, progress, cancel } = useTask('opening.checkIn')
  // The next bidder scans right away.
  const begin = () =>
    mutate({ sectionCode }, { onSuccess: (answer) => answer !== null && !isComplete(answer) && begin() })
  useTurn({ begin: () => !isComplete(section) && begin(), cancel })
  const checkedIn = present(section)
  const [last] = [...checkedIn].sort((a, b) => (b.checkedInAt ?? 0) - (a.checkedInAt ?? 0))
  return (
    <TurnScreen
      who={`投标人签到　已签到 ${checkedIn.length} / ${section.bidders.length} 家`}
      purpose={last === undefined ? '请投标人用标证通扫码，选择本单位证书签到' : `刚签到：${last.bidderName}`}
      progress={progress}
      isRunning={isPending}
      failure={error && failureOf(error)}
      {...(isComplete(section) ? { result: <p className="hall-large">投标人已全部签到</p> } : {})}
      begin={{ label: '显示签到二维码', act: begin }}
      onCancel={onEnd}
      onEnd={onEnd}
    />
  )
}

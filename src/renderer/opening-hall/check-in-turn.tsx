import { useEffect } from 'react'
import type { OpeningSection } from '../../protocol/http-api.ts'
import { failureOf } from '../desktop/works.ts'
import { useTask } from './main-process.ts'
import { TurnScreen } from './turn-screen.tsx'

/** 签到: one code after another until everybody is there or the operator goes back. */
export function CheckInTurn({ section, onEnd }: { section: OpeningSection; onEnd: () => void }) {
  const { sectionCode } = section.section
  const { mutate, isPending, error, data, progress, cancel } = useTask('opening.checkIn')
  const present = section.bidders.filter(({ checkedInAt }) => checkedInAt !== null)
  const isComplete = section.bidders.length > 0 && present.length === section.bidders.length
  useEffect(() => {
    if (!isComplete) mutate({ sectionCode })
  }, [mutate, sectionCode, isComplete])
  // The next bidder scans right away.
  useEffect(() => {
    if (data != null && !isComplete) mutate({ sectionCode })
  }, [data, mutate, sectionCode, isComplete])
  const last = [...present].sort((a, b) => (b.checkedInAt ?? 0) - (a.checkedInAt ?? 0))[0]
  return (
    <TurnScreen
      who={`投标人签到　已签到 ${present.length} / ${section.bidders.length} 家`}
      purpose={last === undefined ? '请投标人用标证通扫码，选择本单位证书签到' : `刚签到：${last.bidderName}`}
      progress={progress}
      isRunning={isPending}
      failure={error && failureOf(error)}
      {...(isComplete ? { result: <p className="hall-large">投标人已全部签到</p> } : {})}
      begin={{ label: '显示签到二维码', act: () => mutate({ sectionCode }) }}
      onCancel={() => {
        cancel()
        onEnd()
      }}
      onEnd={onEnd}
    />
  )
}

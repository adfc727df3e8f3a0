import type { OpeningSection } from '../../protocol/opening-section.ts'
import { countdownText, minuteText } from '../desktop/formats.ts'
import { countdownOf, stageName } from './hall-words.ts'

interface SectionListProps {
  sections: readonly OpeningSection[]
  now: number
  onChoose: (sectionCode: string) => void
}

/** The sections (标段) that are opened here. */
export function SectionList({ sections, now, onChoose }: SectionListProps) {
  if (sections.length === 0)
    return (
      <main className="hall-body centred">
        <p className="hall-large">还没有开标项目</p>
        <p className="hall-quiet">招标人或招标代理在平台发布招标文件后，标段会出现在这里。</p>
      </main>
    )
  return (
    <main className="hall-body">
      <ul className="section-list">
        {sections.map((one) => {
          const countdown = countdownOf(one, now)
          return (
            <li key={one.section.sectionCode}>
              <button type="button" onClick={() => onChoose(one.section.sectionCode)}>
                <span className="section-name">
                  <strong>{one.section.tenderName}</strong>
                  <span>
                    {one.section.sectionName}　{one.section.sectionCode}
                  </span>
                  <span>开标时间 {minuteText(one.openingAt)}</span>
                </span>
                <span className="section-state">
                  <b>{stageName(one.stage)}</b>
                  {countdown === null ? (
                    <span>投标人 {one.bidders.length} 家</span>
                  ) : (
                    <span>
                      {countdown.label} {countdownText(countdown.until - now)}
                    </span>
                  )}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </main>
  )
}

import { Button } from 'antd'
import { useEffect } from 'react'
import type { OpenedBid } from '../../contract/bid-output.ts'
import type { OpeningSection } from '../../protocol/opening-section.ts'
import { minuteText } from '../desktop/formats.ts'
import { bidderStates, readOutColumns, readOutValue } from './hall-words.ts'

interface ReadOutProps {
  section: OpeningSection
  opened: readonly OpenedBid[]
  onEnd: () => void
}

/** 唱标: the opening forms of all bidders over the whole screen, amounts in digits and in words. */
export function ReadOut({ section, opened, onEnd }: ReadOutProps) {
  useEffect(() => {
    // Refused when no person has pressed anything; the table fills the window all the same.
    document.documentElement.requestFullscreen().catch(() => undefined)
    const leave = ({ key }: KeyboardEvent) => key === 'Escape' && onEnd()
    window.addEventListener('keydown', leave)
    return () => {
      window.removeEventListener('keydown', leave)
      if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined)
    }
  }, [onEnd])
  const columns = readOutColumns(opened)
  return (
    <div className="read-out" role="dialog" aria-label="唱标">
      <header>
        <div>
          <h2>开标一览表</h2>
          <p>
            {section.section.tenderName}　{section.section.sectionName}　开标时间 {minuteText(section.openingAt)}
          </p>
        </div>
        <Button size="large" onClick={onEnd}>
          返回
        </Button>
      </header>
      <div className="read-out-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">序号</th>
              <th scope="col">投标人</th>
              {columns.map((label) => (
                <th scope="col" key={label}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {section.bidders.map((bidder, index) => {
              const bid = opened.find((one) => one.bidFileId === bidder.bidFileId)
              return (
                <tr key={bidder.bidFileId}>
                  <td className="number">{index + 1}</td>
                  <th scope="row">{bidder.bidderName}</th>
                  {bid === undefined ? (
                    <td colSpan={Math.max(1, columns.length)} className="bad">
                      {bidderStates[bidder.state].text}
                      {bidder.reason === null ? '' : `：${bidder.reason}`}
                    </td>
                  ) : (
                    columns.map((label) => <Value key={label} bid={bid} label={label} />)
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function Value({ bid, label }: { bid: OpenedBid; label: string }) {
  const field = bid.openingForm.find((one) => one.label === label)
  if (field === undefined) return <td>—</td>
  const { text, words } = readOutValue(field)
  if (words === null) return <td>{text}</td>
  return (
    <td className="amount">
      <b>{text}</b>
      <span>{words}</span>
    </td>
  )
}

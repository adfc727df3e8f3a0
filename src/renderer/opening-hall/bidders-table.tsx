import { Button } from 'antd'
import type { OpenedBid } from '../../contract/bid-output.ts'
import type { OpeningSection } from '../../protocol/opening-section.ts'
import { clockText, minuteText } from '../desktop/formats.ts'
import { bidderStates, tookText } from './hall-words.ts'

interface BiddersTableProps {
  section: OpeningSection
  now: number
  opened: readonly OpenedBid[]
  canDecrypt: boolean
  onDecrypt: (bidFileId: string) => void
  onReport: (bid: OpenedBid) => void
}

/** 投标人名单: each bidder's state, certificate, time and result; a failure's reason stands under its row. */
export function BiddersTable({ section, now, opened, canDecrypt, onDecrypt, onReport }: BiddersTableProps) {
  if (section.bidders.length === 0)
    return (
      <div className="centred">
        <p className="hall-large">
          {now < section.bidDeadline ? '投标截止前不公布投标人名单' : '本标段没有收到投标文件'}
        </p>
        <p className="hall-quiet">投标截止时间 {minuteText(section.bidDeadline)}</p>
      </div>
    )
  return (
    <table className="bidders">
      <thead className="bidders-head">
        <tr>
          <th scope="col">序号</th>
          <th scope="col">投标人</th>
          <th scope="col">签到</th>
          <th scope="col">状态</th>
          <th scope="col">解密证书</th>
          <th scope="col">用时</th>
          <th scope="col">结果</th>
        </tr>
      </thead>
      {section.bidders.map((bidder, index) => {
        const bid = opened.find((one) => one.bidFileId === bidder.bidFileId)
        const state = bidderStates[bidder.state]
        return (
          <tbody key={bidder.bidFileId} className={bidder.state === 'decrypt-failed' ? 'failed' : ''}>
            <tr>
              <td className="number">{index + 1}</td>
              <td className="bidder-name">{bidder.bidderName}</td>
              <td className="number">{bidder.checkedInAt === null ? '—' : clockText(bidder.checkedInAt)}</td>
              <td>
                <span className={`state ${state.tone}`}>{state.text}</span>
              </td>
              <td>{bid?.openedBy ?? '—'}</td>
              <td className="number">{bid === undefined ? '—' : tookText(bid.tookMs)}</td>
              <td>
                {bid !== undefined ? (
                  <Button size="large" onClick={() => onReport(bid)}>
                    {bid.verification.verdict === 'valid' ? '验证通过' : '验证不通过'}
                  </Button>
                ) : canDecrypt && bidder.state !== 'decrypted' ? (
                  <Button type="primary" size="large" onClick={() => onDecrypt(bidder.bidFileId)}>
                    {bidder.state === 'decrypt-failed' ? '再次解密' : '我要解密'}
                  </Button>
                ) : (
                  '—'
                )}
              </td>
            </tr>
            {bidder.state === 'decrypt-failed' && bidder.reason !== null && (
              <tr>
                <td />
                <td colSpan={6} className="reason">
                  原因：{bidder.reason}
                </td>
              </tr>
            )}
          </tbody>
        )
      })}
    </table>
  )
}

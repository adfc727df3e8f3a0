import { Button } from 'antd'
import type { OpenedBid } from '../../contract/bid-output.ts'
import { sizeText } from '../desktop/formats.ts'
import { failureOf } from '../desktop/works.ts'
import { type Bidder, tookText } from './hall-words.ts'
import { useTask } from './main-process.ts'
import { TurnScreen } from './turn-screen.tsx'
import { useTurn } from './use-turn.ts'

interface DecryptTurnProps {
  bidder: Bidder
  onReport: (bid: OpenedBid) => void
  onEnd: () => void
}

/** 解密: 【我要解密】 has led here; 【解密投标文件】 shows the code. */
export function DecryptTurn({ bidder, onReport, onEnd }: DecryptTurnProps) {
  const { mutate, isPending, error, data, progress, cancel } = useTask('opening.decrypt')
  useTurn({ cancel })
  return (
    <TurnScreen
      who={bidder.bidderName}
      purpose={`解密投标文件：${bidder.fileName}（${sizeText(bidder.sizeInBytes)}）`}
      progress={progress}
      isRunning={isPending}
      failure={error && failureOf(error)}
      {...(data != null ? { result: <Opened bid={data} onReport={onReport} /> } : {})}
      begin={{ label: '解密投标文件', act: () => mutate({ bidFileId: bidder.bidFileId }) }}
      onCancel={cancel}
      onEnd={onEnd}
    />
  )
}

function Opened({ bid, onReport }: { bid: OpenedBid; onReport: (bid: OpenedBid) => void }) {
  const isValid = bid.verification.verdict === 'valid'
  return (
    <div className="turn-opened">
      <p className="hall-large good">已解密</p>
      <p>
        解密证书：{bid.openedBy}　用时 {tookText(bid.tookMs)}　文件 {bid.files.length} 个
      </p>
      <p className={isValid ? 'good' : 'bad'}>{bid.verification.summary}</p>
      <Button size="large" onClick={() => onReport(bid)}>
        查看验证报告
      </Button>
    </div>
  )
}

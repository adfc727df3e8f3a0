import { Tag, Tooltip, Typography } from 'antd'
import { countdownText, secondText } from '../../desktop/formats.ts'
import { serverTimeAt, useTick } from '../../desktop/server-clock.ts'
import { useAnswer } from '../main-process.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** The server's time now, ticking; it alone decides whether a bid is in time. */
export function useServerNow(everyMs = 1000): number {
  const clock = useAnswer('clock.now', {})
  const reading = clock.data ? { serverTime: clock.data.serverTime, readAt: clock.dataUpdatedAt } : null
  return serverTimeAt(reading, useTick(everyMs))
}

/** 距投标截止: quiet for days, then amber, then red in the last hour. */
export function Deadline({ bidsUntil }: { bidsUntil: number }) {
  const isShifted = useAnswer('clock.now', {}).data?.isShifted ?? false
  const now = useServerNow()
  const left = bidsUntil - now
  const tone = left < hourMs ? 'danger' : left < dayMs ? 'warning' : undefined
  return (
    <Tooltip title={`投标截止 ${secondText(bidsUntil)}，服务器时间 ${secondText(now)}`}>
      <span className="deadline">
        {isShifted && <Tag color="purple">演示时间</Tag>}
        <Typography.Text {...(tone ? { type: tone } : {})}>
          {left > 0 ? `距投标截止 ${countdownText(left)}` : '投标已截止'}
        </Typography.Text>
      </span>
    </Tooltip>
  )
}

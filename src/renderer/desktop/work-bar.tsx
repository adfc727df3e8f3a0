import { Flex, Progress, Typography } from 'antd'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { leftText, sizeText } from './formats.ts'
import { type PaceStart, paceOf } from './pace.ts'
import { useTick } from './server-clock.ts'

export const workStepNames: Record<WorkProgress['step'], string> = {
  checking: '检查',
  packing: '打包',
  encrypting: '加密',
  writing: '写入',
  downloading: '下载',
  uploading: '上传',
  decrypting: '解密',
  verifying: '验证',
  sealing: '签章',
}

/** Long work: what, how far, how fast, how long still. */
export function WorkBar({ progress, pace: start }: { progress: WorkProgress; pace: PaceStart | null }) {
  const pace = paceOf(progress, start, useTick(500))
  const total = progress.totalInBytes > 0 ? ` / ${sizeText(progress.totalInBytes)}` : ''
  return (
    <Flex vertical gap={4} style={{ width: '100%' }}>
      <Flex justify="space-between" gap={16}>
        <Typography.Text>正在{workStepNames[progress.step]}</Typography.Text>
        <Typography.Text type="secondary">
          {progress.doneInBytes > 0 && `${sizeText(progress.doneInBytes)}${total}`}
          {pace.bytesPerSecond !== null && `　每秒 ${sizeText(Math.round(pace.bytesPerSecond))}`}
          {pace.leftMs !== null && `　剩余${leftText(pace.leftMs)}`}
        </Typography.Text>
      </Flex>
      <Progress percent={pace.percent ?? 0} aria-label={`正在${workStepNames[progress.step]}`} />
    </Flex>
  )
}

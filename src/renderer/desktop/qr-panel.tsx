import { Button, Flex, Spin, Steps, Typography } from 'antd'
import type { ReactNode } from 'react'
import type { ActProgress, TicketProgress } from '../../contract/ticket-progress.ts'
import type { Failure } from '../../domain/failure.ts'
import { tailText } from '../../domain/tail-text.ts'
import { FailureAlert } from './failure-alert.tsx'
import { codeText } from './formats.ts'
import { stepIndex, stepsOf } from './live-steps.ts'
import type { PaceStart } from './pace.ts'
import { ScanCode } from './scan-code.tsx'
import { WorkBar } from './work-bar.tsx'

interface QrPanelProps {
  /** What the scan is for, in one line. */
  purpose: string
  progress: ActProgress | null
  pace?: PaceStart | null
  failure: Failure | null
  onCancel: () => void
  onRetry: () => void
  /** The button that leads on after a failure, where there is one. */
  nextStep?: ReactNode
  /** A way to the phone, for who has closed its window. */
  phoneLink?: ReactNode
  /** Long work may go on without the panel. */
  onBehind?: () => void
}

/** The one panel that waits for a phone, the same in every window. It closes only on success or when told to. */
export function QrPanel(props: QrPanelProps) {
  const { purpose, progress, pace = null, failure, onCancel, onRetry, nextStep, phoneLink, onBehind } = props
  const isWorking = progress?.stage === 'working'
  return (
    <Flex vertical gap={16} align="center" role="group" aria-label="扫码确认">
      <Typography.Text strong style={{ textAlign: 'center', textWrap: 'balance' }}>
        {purpose}
      </Typography.Text>
      {failure === null && !isWorking && (
        <Steps
          size="small"
          current={stepIndex(progress)}
          titlePlacement="vertical"
          responsive={false}
          style={{ width: '100%' }}
          items={stepsOf(progress).map((title) => ({ title }))}
        />
      )}
      <Flex vertical align="center" justify="center" gap={12} style={{ minHeight: 120, width: '100%' }}>
        {failure === null ? (
          <Present progress={progress} pace={pace} />
        ) : (
          <FailureAlert failure={failure} onRetry={onRetry} nextStep={nextStep} />
        )}
      </Flex>
      <Flex gap={8}>
        {failure === null && !isWorking && phoneLink}
        {failure === null && isScannedByName(progress) && (
          <Button danger onClick={onCancel}>
            不是我
          </Button>
        )}
        {failure === null && isWorking && onBehind && <Button onClick={onBehind}>转到后台</Button>}
        <Button onClick={onCancel}>{failure === null ? '取消' : '关闭'}</Button>
      </Flex>
    </Flex>
  )
}

const isScannedByName = (progress: ActProgress | null) => progress?.stage === 'scanned' && !progress.isPushed

function Present({ progress, pace }: { progress: ActProgress | null; pace: PaceStart | null }) {
  if (progress === null) return <Spin description="正在准备" />
  if (progress.stage === 'working') return <WorkBar progress={progress} pace={pace} />
  if (progress.stage === 'showing') return <ScanCode showing={progress} />
  return (
    <Flex vertical align="center" gap={12} aria-live="polite">
      {liveState(progress)}
    </Flex>
  )
}

function liveState(progress: Exclude<TicketProgress, { stage: 'showing' }>) {
  switch (progress.stage) {
    case 'comparing':
      return (
        <>
          <Typography.Text>请核对手机上的数字，与下面一致才继续</Typography.Text>
          <BigNumber number={progress.number} />
          <DigestTail tail={progress.digestTail} />
        </>
      )
    case 'scanned':
      return (
        <>
          <Typography.Title level={4} style={{ margin: 0 }}>
            {progress.isPushed ? `已发送到${progress.scannedBy}的手机` : `已扫码：${progress.scannedBy}`}
          </Typography.Title>
          <Typography.Text>{scannedSteps[progress.step]}</Typography.Text>
          {progress.number !== null && <BigNumber number={progress.number} />}
          <DigestTail tail={progress.digestTail} />
        </>
      )
    case 'pushed':
      return (
        <>
          <Spin />
          <Typography.Title level={4} style={{ margin: 0 }}>
            已发送到{progress.personName}的手机
          </Typography.Title>
          <Typography.Text>会话签章，无需扫码，请在手机上确认</Typography.Text>
          <DigestTail tail={progress.digestTail} />
        </>
      )
    case 'finishing':
      return <Spin description="手机已确认，正在核对并保存" />
  }
}

const scannedSteps = {
  reading: '正在手机上查看内容',
  'choosing-certificate': '正在手机上选择证书',
  confirming: '等待在手机上确认并输入证书密码',
  signing: '手机正在签名',
} as const

function BigNumber({ number }: { number: string }) {
  return (
    <output aria-label="核对数字" style={{ fontSize: 36, letterSpacing: 6, fontVariantNumeric: 'tabular-nums' }}>
      {codeText(number)}
    </output>
  )
}

function DigestTail({ tail }: { tail: string }) {
  return (
    <Typography.Text type="secondary">
      校验码尾号 <code>{tailText(tail)}</code>，应与手机显示一致
    </Typography.Text>
  )
}

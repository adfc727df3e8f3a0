import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import type { Failure } from '../../domain/failure.ts'
import { sentenceOf } from '../../domain/sentences/failure-sentences.ts'
import { tailText } from '../../domain/tail-text.ts'
import { codeText } from '../desktop/formats.ts'
import { liveSteps, stepIndex } from '../desktop/live-steps.ts'
import { QrCode } from '../desktop/qr-code.tsx'
import { useTick } from '../desktop/server-clock.ts'
import { WorkBar } from '../desktop/work-bar.tsx'
import { liveText } from './turn-words.ts'

interface TurnScreenProps {
  /** Whose turn it is. */
  who: string
  /** What the scan is for. */
  purpose: string
  /** Null before it was begun. */
  progress: ActProgress | null
  isRunning: boolean
  failure: Failure | null
  /** What comes after success; shown instead of the code. */
  result?: ReactNode
  /** Begins, or begins again after a failure. */
  begin: { label: string; act: () => void }
  onCancel: () => void
  onEnd: () => void
}

/** Somebody's turn, large in the middle: the code, what the phone is doing, and under it why it failed and what helps. */
export function TurnScreen(props: TurnScreenProps) {
  const { who, purpose, progress, isRunning, failure, result, begin, onCancel, onEnd } = props
  return (
    <main className="hall-body turn">
      <h2>{who}</h2>
      <p className="purpose">{purpose}</p>
      <div className="turn-middle">
        {result ??
          (isRunning ? (
            <Present progress={progress} />
          ) : (
            <>
              {failure !== null && (
                <div className="turn-failure" role="alert">
                  <strong>未完成</strong>
                  <p>{sentenceOf(failure)}</p>
                </div>
              )}
              <Button type="primary" className="huge" onClick={begin.act}>
                {failure === null ? begin.label : '重新扫码'}
              </Button>
            </>
          ))}
      </div>
      {isRunning && result === undefined && progress?.stage !== 'working' && (
        <ol className="live-steps" aria-label="扫码进度">
          {liveSteps.map((text, index) => (
            <li
              key={text}
              className={index < stepIndex(progress) ? 'past' : index === stepIndex(progress) ? 'present' : ''}
            >
              {text}
            </li>
          ))}
        </ol>
      )}
      <div className="turn-actions">
        {isRunning && result === undefined ? (
          <Button size="large" onClick={onCancel}>
            {progress?.stage === 'scanned' ? '不是本人，取消' : '取消'}
          </Button>
        ) : (
          <Button size="large" onClick={onEnd}>
            返回
          </Button>
        )}
      </div>
    </main>
  )
}

function Present({ progress }: { progress: ActProgress | null }) {
  if (progress === null) return <p className="hall-large">正在准备…</p>
  if (progress.stage === 'working')
    return (
      <div className="turn-work">
        <WorkBar progress={progress} pace={null} />
      </div>
    )
  if (progress.stage === 'showing')
    return (
      <div className="turn-code">
        <QrCode content={progress.content} size={320} label="待扫描的二维码" />
        <div>
          <p>打开标证通扫码，或输入</p>
          <output aria-label="六位数字码">{codeText(progress.code)}</output>
          <p>
            <Seconds key={progress.content} lifeMs={progress.expiresAt - progress.serverTime} />
          </p>
          <p>
            校验码尾号 <code>{tailText(progress.digestTail)}</code>
          </p>
        </div>
      </div>
    )
  const { title, hint, number } = liveText(progress)
  return (
    <div className="turn-live" aria-live="polite">
      <p className="hall-large">{title}</p>
      <p>{hint}</p>
      {number !== null && <output aria-label="核对数字">{codeText(number)}</output>}
      {'digestTail' in progress && (
        <p>
          校验码尾号 <code>{tailText(progress.digestTail)}</code>，应与手机显示一致
        </p>
      )}
    </div>
  )
}

/** Mounted anew for every renewed code. */
function Seconds({ lifeMs }: { lifeMs: number }) {
  const now = useTick()
  const [start] = useState(() => Date.now())
  const left = Math.max(0, Math.ceil((lifeMs - (now - start)) / 1000))
  return <>二维码 {left} 秒后自动更新</>
}

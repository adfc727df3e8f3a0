import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import type { OpenedBid } from '../../contract/bid-output.ts'
import { sentenceOf } from '../../domain/sentences/failure-sentences.ts'
import type { OpeningSection } from '../../protocol/opening-section.ts'
import { countdownText, minuteText } from '../desktop/formats.ts'
import { failureOf } from '../desktop/works.ts'
import { BiddersTable } from './bidders-table.tsx'
import { CheckInTurn } from './check-in-turn.tsx'
import { DecryptTurn } from './decrypt-turn.tsx'
import { countdownOf, nextStep } from './hall-words.ts'
import { useAnswer, useCommand } from './main-process.ts'
import { ReadOut } from './read-out.tsx'
import { StageBar } from './stage-bar.tsx'
import { VerificationDrawer } from './verification-drawer.tsx'

type Screen = { name: 'table' } | { name: 'check-in' } | { name: 'decrypt'; bidFileId: string } | { name: 'read-out' }

interface SectionPageProps {
  section: OpeningSection
  now: number
  onSignIn: () => void
}

/** One section: its stage, its bidders, and whose turn it is. */
export function SectionPage({ section, now, onSignIn }: SectionPageProps) {
  const { sectionCode } = section.section
  const [screen, setScreen] = useState<Screen>({ name: 'table' })
  const [reported, setReported] = useState<OpenedBid | null>(null)
  const operator = useAnswer('opening.operator', {}).data?.operator ?? null
  const opened = useAnswer('opening.opened', { sectionCode }).data?.bids ?? []
  const toTable = () => setScreen({ name: 'table' })
  const turn = screen.name === 'decrypt' ? section.bidders.find((one) => one.bidFileId === screen.bidFileId) : undefined

  return (
    <>
      <div className="hall-stage">
        <StageBar stage={section.stage} />
        <Counter section={section} now={now} />
      </div>
      {screen.name === 'check-in' ? (
        <CheckInTurn section={section} onEnd={toTable} />
      ) : turn !== undefined ? (
        <DecryptTurn key={turn.bidFileId} bidder={turn} onReport={setReported} onEnd={toTable} />
      ) : (
        <main className="hall-body">
          <BiddersTable
            section={section}
            now={now}
            opened={opened}
            canDecrypt={operator !== null && section.stage === 'decrypting'}
            onDecrypt={(bidFileId) => setScreen({ name: 'decrypt', bidFileId })}
            onReport={setReported}
          />
        </main>
      )}
      {screen.name === 'read-out' && <ReadOut section={section} opened={opened} onEnd={toTable} />}
      {screen.name === 'table' && (
        <Actions
          section={section}
          now={now}
          isSignedIn={operator !== null}
          onSignIn={onSignIn}
          onCheckIn={() => setScreen({ name: 'check-in' })}
          onReadOut={() => setScreen({ name: 'read-out' })}
        />
      )}
      <VerificationDrawer bid={reported} onClose={() => setReported(null)} />
    </>
  )
}

function Counter({ section, now }: { section: OpeningSection; now: number }) {
  const countdown = countdownOf(section, now)
  if (countdown === null) return <p className="counter-quiet">开标时间 {minuteText(section.openingAt)}</p>
  const left = countdown.until - now
  const isUrgent = section.stage === 'decrypting' && left < 300_000
  return (
    <p className={isUrgent ? 'counter urgent' : 'counter'}>
      {countdown.label}
      <b>{countdownText(left)}</b>
    </p>
  )
}

interface ActionsProps extends SectionPageProps {
  isSignedIn: boolean
  onCheckIn: () => void
  onReadOut: () => void
}

/** What the operator can do now, the usual thing on the right. */
function Actions({ section, now, isSignedIn, onSignIn, onCheckIn, onReadOut }: ActionsProps) {
  const { message } = App.useApp()
  const { sectionCode } = section.section
  const isDemo = useAnswer('app.about', {}).data?.isOfflineDemo === true
  const advance = useCommand('opening.advance')
  const skip = useCommand('opening.skipToOpening')
  const step = nextStep(section, now)
  const tell = (error: unknown) => void message.error(sentenceOf(failureOf(error)), 6)
  const go = () => step && advance.mutate({ sectionCode, to: step.to }, { onError: tell })
  const canCheckIn = section.stage === 'check-in' || section.stage === 'decrypting'
  const hasReadOut = section.stage === 'reading-out' || section.stage === 'finished'

  return (
    <footer className="hall-actions">
      {isDemo && now < section.openingAt && (
        <Button size="large" loading={skip.isPending} onClick={() => skip.mutate({ sectionCode }, { onError: tell })}>
          演示：跳到开标时间
        </Button>
      )}
      <span className="hall-why">{isSignedIn ? step?.obstacle : '请招标代理或招标人先登录，再主持开标'}</span>
      {!isSignedIn && (
        <Button type="primary" size="large" onClick={onSignIn}>
          主持人登录
        </Button>
      )}
      {isSignedIn && canCheckIn && (
        <Button
          size="large"
          type={step?.isUsual === false && section.stage === 'check-in' ? 'primary' : 'default'}
          onClick={onCheckIn}
        >
          签到
        </Button>
      )}
      {hasReadOut && (
        <Button type="primary" size="large" onClick={onReadOut}>
          {section.stage === 'finished' ? '查看唱标表' : '唱标'}
        </Button>
      )}
      {isSignedIn && step !== null && (
        <Popconfirm
          title={`${step.label}？`}
          description="进入下一阶段后不能退回。"
          okText={step.label}
          cancelText="取消"
          disabled={step.obstacle !== null}
          onConfirm={go}
        >
          <Button
            size="large"
            type={step.isUsual ? 'primary' : 'default'}
            disabled={step.obstacle !== null}
            loading={advance.isPending}
          >
            {step.label}
          </Button>
        </Popconfirm>
      )}
    </footer>
  )
}

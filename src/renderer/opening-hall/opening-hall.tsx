import { useState } from 'react'
import { FailureAlert } from '../desktop/failure-alert.tsx'
import { failureOf } from '../desktop/works.ts'
import { HallHeader } from './hall-header.tsx'
import './hall.css'
import { LoginTurn } from './login-turn.tsx'
import { useAnswer, useRefreshOn } from './main-process.ts'
import { SectionList } from './section-list.tsx'
import { SectionPage } from './section-page.tsx'
import { useSections } from './sections.ts'
import { useServerNow } from './server-now.ts'
import { useHallColors } from './use-hall-colors.ts'

const serverAnswers = ['server.state'] as const

/** The window 开标大厅: projected on a wall, operated by one person. */
export function OpeningHall() {
  const [sectionCode, setSectionCode] = useState<string | null>(null)
  const [isSigningIn, setSigningIn] = useState(false)
  const { data: clock } = useAnswer('clock.now', {})
  const sections = useSections()
  const now = useServerNow()
  useRefreshOn('server.changed', serverAnswers)
  const colors = useHallColors()
  const all = sections.data?.sections
  const chosen = all?.find(({ section }) => section.sectionCode === sectionCode) ?? null
  const signIn = () => setSigningIn(true)

  return (
    <div className="hall" style={colors}>
      {clock?.isShifted && (
        <div className="demo-banner" role="status">
          演示：服务器时间已调整，本次开标仅供演示，不具有效力
        </div>
      )}
      <HallHeader now={now} section={chosen} onBack={() => setSectionCode(null)} onSignIn={signIn} />
      {isSigningIn ? (
        <LoginTurn onEnd={() => setSigningIn(false)} />
      ) : all === undefined ? (
        <main className="hall-body centred">
          {sections.error === null ? (
            <p className="hall-large">正在连接平台…</p>
          ) : (
            <FailureAlert failure={failureOf(sections.error)} onRetry={() => void sections.refetch()} />
          )}
        </main>
      ) : chosen === null ? (
        <SectionList sections={all} now={now} onChoose={setSectionCode} />
      ) : (
        <SectionPage key={chosen.section.sectionCode} section={chosen} now={now} onSignIn={signIn} />
      )}
    </div>
  )
}

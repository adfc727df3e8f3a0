import { TabBar } from 'antd-mobile'
import { AppOutline, MessageOutline, UserOutline } from 'antd-mobile-icons'
import { useState } from 'react'
import { useDeskView } from './desk-context.ts'
import { type Navigation, NavigationContext, type Screen } from './navigation.ts'
import { CertificatePage } from './pages/certificate-page.tsx'
import { CertificatesPage } from './pages/certificates-page.tsx'
import { DownloadPage } from './pages/download-page.tsx'
import { HistoryPage } from './pages/history-page.tsx'
import { HomeTab } from './pages/home-tab.tsx'
import { MessagesTab } from './pages/messages-tab.tsx'
import { MineTab } from './pages/mine-tab.tsx'
import { SealsPage } from './pages/seals-page.tsx'
import { SessionPage } from './pages/session-page.tsx'
import { SettingsPage } from './pages/settings-page.tsx'
import { PushFailure } from './parts/push-failure.tsx'
import { ScanPage } from './scanning/scan-page.tsx'
import { PushedTicket } from './tickets/pushed-ticket.tsx'
import { TicketPage } from './tickets/ticket-page.tsx'

const tabs = [
  { key: 'home', title: '首页', icon: <AppOutline /> },
  { key: 'messages', title: '消息', icon: <MessageOutline /> },
  { key: 'mine', title: '我的', icon: <UserOutline /> },
]

/** Tabs below, at most one page above them, and above all a ticket when there is one. */
export function Screens({ onSignedOut }: { onSignedOut(): void }) {
  const [tab, setTab] = useState('home')
  const [stack, setStack] = useState<readonly Screen[]>([])
  const { run, session, failure } = useDeskView()
  const navigation: Navigation = {
    go: (screen) => setStack([...stack, screen]),
    back: () => setStack(stack.slice(0, -1)),
  }
  const top = stack.at(-1)
  const view = run?.view()
  const isPushed = session !== null && view?.isPushed === true
  const leaveTicket = () => setStack(stack.filter(({ name }) => name === 'session'))

  return (
    <NavigationContext value={navigation}>
      <div className="page">
        <div className="tab-content">
          {tab === 'home' && <HomeTab />}
          {tab === 'messages' && <MessagesTab />}
          {tab === 'mine' && <MineTab />}
        </div>
        <TabBar className="tab-bar" activeKey={tab} onChange={setTab}>
          {tabs.map(({ key, title, icon }) => (
            <TabBar.Item key={key} title={title} icon={icon} />
          ))}
        </TabBar>
      </div>
      {top !== undefined && (
        <div className="overlay">
          <TopScreen screen={top} onSignedOut={onSignedOut} />
        </div>
      )}
      {run !== null && isPushed && <PushedTicket key={view?.flow.ticketId} run={run} />}
      {run !== null && !isPushed && (
        <div className="overlay">
          <TicketPage
            key={view?.flow.ticketId}
            run={run}
            onSession={() => setStack([{ name: 'session' }])}
            onLeft={leaveTicket}
          />
        </div>
      )}
      {failure !== null && <PushFailure failure={failure} />}
    </NavigationContext>
  )
}

function TopScreen({ screen, onSignedOut }: { screen: Screen; onSignedOut(): void }) {
  switch (screen.name) {
    case 'scan':
      return <ScanPage />
    case 'certificates':
      return <CertificatesPage />
    case 'certificate':
      return <CertificatePage pairId={screen.pairId} />
    case 'download':
      return <DownloadPage application={screen.application} />
    case 'seals':
      return <SealsPage />
    case 'history':
      return <HistoryPage />
    case 'settings':
      return <SettingsPage onSignedOut={onSignedOut} />
    case 'session':
      return <SessionPage />
  }
}

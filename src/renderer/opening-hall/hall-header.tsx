import { ArrowLeftOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { OpeningSection } from '../../protocol/opening-section.ts'
import { clockText, dateText } from '../desktop/formats.ts'
import { ServerBadge } from '../desktop/server-badge.tsx'
import { useAnswer, useCommand } from './main-process.ts'

interface HallHeaderProps {
  now: number
  section: OpeningSection | null
  onBack: () => void
  onSignIn: () => void
}

/** Which section, who operates the hall, and the platform's clock for everybody to see. */
export function HallHeader({ now, section, onBack, onSignIn }: HallHeaderProps) {
  const server = useAnswer('server.state', {})
  const operator = useAnswer('opening.operator', {}).data?.operator ?? null
  const people = useAnswer('demo.people', {}).data?.people ?? []
  const openWindow = useCommand('app.openWindow')
  const phoneOwner = people.find(({ enterpriseName }) => enterpriseName === section?.agencyName) ?? people[0]
  return (
    <header className="hall-header">
      <div className="hall-title">
        {section === null ? (
          <h1>开标大厅</h1>
        ) : (
          <>
            <Button type="text" size="large" icon={<ArrowLeftOutlined />} aria-label="返回标段列表" onClick={onBack} />
            <div>
              <h1>{section.section.tenderName}</h1>
              <p>
                {section.section.sectionName}　{section.section.sectionCode}　招标人：{section.tendererName}
              </p>
            </div>
          </>
        )}
      </div>
      {phoneOwner !== undefined && (
        <Button size="large" onClick={() => openWindow.mutate({ window: 'phone', person: phoneOwner.person })}>
          演示手机
        </Button>
      )}
      <div className="hall-operator">
        {operator === null ? (
          <Button type="primary" size="large" onClick={onSignIn}>
            主持人登录
          </Button>
        ) : (
          <div>
            <strong>主持人：{operator.personName}</strong>
            <p>{operator.enterpriseName}</p>
          </div>
        )}
        <ServerBadge server={server.data} />
      </div>
      <time className="hall-clock">
        <b>{clockText(now)}</b>
        <span>{dateText(now)}　服务器时间</span>
      </time>
    </header>
  )
}

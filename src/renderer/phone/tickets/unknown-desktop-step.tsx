import { Button } from 'antd-mobile'
import { FactList } from '../parts/page.tsx'
import { timeText } from '../parts/words.ts'
import type { StepProps } from './step-props.ts'
import { ticketWords } from './ticket-words.ts'

/** ⚔ A code relayed from somebody else's screen: a computer seen for the first time fills the whole phone. */
export function UnknownDesktopStep({ run, ticket, onDecline }: StepProps) {
  const { body } = ticket
  const { title, sentence } = ticketWords(body)
  const project = 'section' in body && body.section !== undefined ? body.section.tenderName : null
  return (
    <div className="unknown-desktop">
      <main className="page-content">
        <h2>第一次使用这台电脑</h2>
        <p className="lead">这台电脑从未与您的手机一起使用过。如果它不在您面前，请点“不是我”，以免被人冒用签章。</p>
        <div className="block">
          <FactList
            facts={[
              { label: '电脑', value: body.desktopName },
              { label: '要求', value: title },
              ...(project === null ? [] : [{ label: '项目', value: project }]),
              { label: '发起时间', value: timeText(body.createdAt) },
            ]}
          />
        </div>
        <p className="quiet-text">{sentence}</p>
      </main>
      <footer className="page-footer">
        <Button color="primary" size="large" onClick={onDecline}>
          不是我
        </Button>
        <Button size="large" onClick={() => run.send({ name: 'confirm' })}>
          是我的电脑
        </Button>
      </footer>
    </div>
  )
}

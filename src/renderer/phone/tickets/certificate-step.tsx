import { Button, Radio } from 'antd-mobile'
import { CertificateRow } from '../parts/certificate-row.tsx'
import { Page } from '../parts/page.tsx'
import { useServerTime } from '../server-time.ts'
import type { StepProps } from './step-props.ts'

/** 选择证书. */
export function CertificateStep({ run, flow, ticket, onDecline }: StepProps) {
  const now = useServerTime(null)
  const isBusy = flow.name === 'working'
  const { pairId } = flow.choices
  return (
    <Page
      title="选择证书"
      onBack={() => run.send({ name: 'back' })}
      footer={
        <>
          <Button size="large" disabled={isBusy} onClick={onDecline}>
            取消
          </Button>
          <Button
            color="primary"
            size="large"
            loading={isBusy}
            disabled={pairId === null}
            onClick={() => run.send({ name: 'confirm' })}
          >
            确认
          </Button>
        </>
      }
    >
      <Radio.Group
        value={pairId}
        onChange={(value) => run.send({ name: 'choose', choices: { pairId: String(value) } })}
      >
        {ticket.candidates.map(({ pair, problem }) => (
          <div key={pair.pairId} className={problem === null ? 'block choice' : 'block choice unusable'}>
            <Radio block value={pair.pairId} disabled={problem !== null}>
              <CertificateRow
                pair={pair}
                now={now}
                problem={problem}
                fingerprintOf={ticket.header === null ? 'signing' : 'encryption'}
              />
            </Radio>
          </div>
        ))}
      </Radio.Group>
    </Page>
  )
}

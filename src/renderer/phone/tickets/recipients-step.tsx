import { Button, Checkbox, List } from 'antd-mobile'
import { useState } from 'react'
import type { CertificatePair } from '../../../protocol/http-api.ts'
import { CertificateRow } from '../parts/certificate-row.tsx'
import { FactList, Page } from '../parts/page.tsx'
import { timeText } from '../parts/words.ts'
import { useServerTime } from '../server-time.ts'
import { type RecipientWarning, recipientWarnings } from './recipient-choice.ts'
import type { StepProps } from './step-props.ts'
import { ticketWords } from './ticket-words.ts'

/** 已选择参与加密证书 N 本: any one of them will open the bid, and no other. */
export function RecipientsStep({ run, flow, ticket, onDecline }: StepProps) {
  const [isListOpen, setListOpen] = useState(false)
  const now = useServerTime(null)
  const { body, colleagues, untrustedNames, recipientsBefore } = ticket
  if (body.kind !== 'generate' && body.kind !== 'rewrap') return null
  const openingAt = body.kind === 'generate' ? body.openingAt : ticket.openingAt
  const { recipientPairIds } = flow.choices
  const chosen = colleagues.filter(({ pairId }) => recipientPairIds.includes(pairId))
  const isBefore = (pair: CertificatePair) => recipientsBefore.includes(pair)
  const isEnough = chosen.some((pair) => !isBefore(pair))
  const choose = (values: readonly (string | number)[]) =>
    run.send({ name: 'choose', choices: { recipientPairIds: values.map(String) } })

  if (isListOpen)
    return (
      <Page
        title={`参与加密证书（已选 ${chosen.length} 本）`}
        onBack={() => setListOpen(false)}
        footer={
          <Button color="primary" size="large" onClick={() => setListOpen(false)}>
            选好了
          </Button>
        }
      >
        <Untrusted names={untrustedNames} />
        <Checkbox.Group value={[...recipientPairIds]} onChange={choose}>
          {colleagues.map((pair) => (
            <div key={pair.pairId} className="block choice">
              <Checkbox block value={pair.pairId} disabled={isBefore(pair)}>
                <CertificateRow pair={pair} now={now} fingerprintOf="encryption" openingAt={openingAt} />
              </Checkbox>
            </div>
          ))}
        </Checkbox.Group>
      </Page>
    )

  return (
    <Page
      title={ticketWords(body).title}
      onBack={() => run.send({ name: 'back' })}
      footer={
        <>
          <Button size="large" onClick={onDecline}>
            取消
          </Button>
          <Button color="primary" size="large" disabled={!isEnough} onClick={() => run.send({ name: 'confirm' })}>
            确认
          </Button>
        </>
      }
    >
      <List className="menu">
        <List.Item onClick={() => setListOpen(true)}>已选择参与加密证书 {chosen.length} 本</List.Item>
      </List>
      <p className="quiet-text">
        {body.kind === 'generate'
          ? '开标时，其中任何一本都可以解密；没有选上的证书不能解密，以后可以增加，不能减少。'
          : '开标时，其中任何一本都可以解密；原有的证书不能取消。请选上要增加的证书。'}
      </p>
      <Warnings warnings={recipientWarnings(chosen, openingAt)} />
      <Untrusted names={untrustedNames} />
      {chosen.map((pair: CertificatePair) => (
        <div key={pair.pairId} className="block">
          <CertificateRow pair={pair} now={now} fingerprintOf="encryption" openingAt={openingAt} />
        </div>
      ))}
      <div className="block">
        <FactList facts={[{ label: '开标时间', value: openingAt === null ? '平台上查不到' : timeText(openingAt) }]} />
        <p className="quiet-text">指纹应与电脑上“谁能开标”中显示的一致。</p>
      </div>
    </Page>
  )
}

function Warnings({ warnings }: { warnings: readonly RecipientWarning[] }) {
  return warnings.map((warning) =>
    warning.name === 'single-person' ? (
      <div key={warning.name} className="warning-notice">
        只选了一个人的证书。如果这部手机丢失或损坏，投标文件将无法解密，建议至少选择两位同事的证书。
      </div>
    ) : (
      <div key={`${warning.name}-${warning.personName}-${warning.notAfter}`} className="warning-notice">
        {warning.personName} 的证书在开标前（{timeText(warning.notAfter)}）到期，到时可能无法解密。
      </div>
    ),
  )
}

function Untrusted({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null
  return <div className="warning-notice">以下同事的证书无法通过验证，不能选择：{names.join('、')}。</div>
}

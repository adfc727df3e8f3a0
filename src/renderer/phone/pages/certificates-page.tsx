import { Empty, List, Tabs } from 'antd-mobile'
import { useState } from 'react'
import type { CertificatePair, ReadyCertificate } from '../../../protocol/http-api.ts'
import { useNavigation } from '../navigation.ts'
import { CertificateRow } from '../parts/certificate-row.tsx'
import { FailureNotice } from '../parts/failure-notice.tsx'
import { failureOfError } from '../parts/failure-of-error.ts'
import { Page } from '../parts/page.tsx'
import { useCertificates } from '../queries.ts'
import { useServerTime } from '../server-time.ts'

/** 证书管理. */
export function CertificatesPage() {
  const { data, error } = useCertificates()
  const { back } = useNavigation()
  const now = useServerTime(null)
  const [tab, setTab] = useState('active')
  const pairs = data?.pairs ?? []
  const isActive = ({ state, notAfter }: CertificatePair) => state === 'active' && notAfter > now
  const held = data?.heldKeyIds ?? new Set<string>()
  return (
    <Page title="证书管理" onBack={back}>
      <Tabs className="tabs" activeKey={tab} onChange={setTab}>
        <Tabs.Tab title="生效中" key="active" />
        <Tabs.Tab title="支付和下载" key="ready" />
        <Tabs.Tab title="待审核" key="waiting" />
        <Tabs.Tab title="已失效" key="ended" />
      </Tabs>
      {error !== null && <FailureNotice failure={failureOfError(error)} />}
      {tab === 'active' && <PairList pairs={pairs.filter(isActive)} held={held} empty="还没有生效中的证书" />}
      {tab === 'ready' && <ReadyList ready={data?.ready ?? []} />}
      {tab === 'waiting' && <Empty description="没有待审核的申请" />}
      {tab === 'ended' && (
        <PairList pairs={pairs.filter((pair) => !isActive(pair))} held={held} empty="没有已失效的证书" />
      )}
    </Page>
  )
}

function PairList({ pairs, held, empty }: { pairs: CertificatePair[]; held: ReadonlySet<string>; empty: string }) {
  const { go } = useNavigation()
  const now = useServerTime(null)
  if (pairs.length === 0) return <Empty description={empty} />
  return (
    <List>
      {pairs.map((pair) => (
        <List.Item key={pair.pairId} onClick={() => go({ name: 'certificate', pairId: pair.pairId })}>
          <CertificateRow pair={pair} now={now} problem={held.has(pair.signKeyId) ? null : 'on-another-phone'} />
        </List.Item>
      ))}
    </List>
  )
}

function ReadyList({ ready }: { ready: ReadyCertificate[] }) {
  const { go } = useNavigation()
  if (ready.length === 0) return <Empty description="没有等待下载的证书" />
  return (
    <List>
      {ready.map((application) => (
        <List.Item
          key={application.applicationId}
          description={application.authorityName}
          extra="下载"
          onClick={() => go({ name: 'download', application })}
        >
          {application.enterpriseName}
        </List.Item>
      ))}
    </List>
  )
}

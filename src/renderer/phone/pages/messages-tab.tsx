import { Empty, List } from 'antd-mobile'
import { useNavigation } from '../navigation.ts'
import { Page } from '../parts/page.tsx'
import { dateText } from '../parts/words.ts'
import { useCertificates } from '../queries.ts'
import { useServerTime } from '../server-time.ts'
import { expiresSoonMs } from '../tickets/certificate-choice.ts'

/** 消息: what waits for this person. Each leads to its page; nothing is done from the row itself. */
export function MessagesTab() {
  const { data } = useCertificates()
  const { go } = useNavigation()
  const now = useServerTime(null)
  const ready = data?.ready ?? []
  const expiring = (data?.pairs ?? []).filter(
    ({ state, notAfter }) => state === 'active' && notAfter - now < expiresSoonMs,
  )
  return (
    <Page title="消息">
      {data !== undefined && ready.length + expiring.length === 0 && <Empty description="暂无消息" />}
      <List>
        {ready.map((application) => (
          <List.Item
            key={application.applicationId}
            description={`${application.enterpriseName} · ${application.authorityName}`}
            onClick={() => go({ name: 'download', application })}
          >
            审核通过，请下载证书
          </List.Item>
        ))}
        {expiring.map(({ pairId, authorityName, notAfter, enterpriseName }) => (
          <List.Item
            key={pairId}
            description={`${enterpriseName} · ${authorityName}`}
            onClick={() => go({ name: 'certificate', pairId })}
          >
            {notAfter > now ? `证书即将过期：${dateText(notAfter)}` : '证书已过期，请重新申领'}
          </List.Item>
        ))}
      </List>
    </Page>
  )
}

import { Empty, List } from 'antd-mobile'
import { useNavigation } from '../navigation.ts'
import { FailureNotice } from '../parts/failure-notice.tsx'
import { failureOfError } from '../parts/failure-of-error.ts'
import { Page } from '../parts/page.tsx'
import { timeText } from '../parts/words.ts'
import { useHistory } from '../queries.ts'

const outcomeText: Record<string, string> = {
  answered: '已完成',
  declined: '操作取消',
  'no-certificate': '证书不存在',
  'not-recipient': '不在解密人之列',
  failed: '未成功',
}

/** 操作记录: every act of this account. */
export function HistoryPage() {
  const { data, error } = useHistory()
  const { back } = useNavigation()
  return (
    <Page title="操作记录" onBack={back}>
      {error !== null && <FailureNotice failure={failureOfError(error)} />}
      {data?.acts.length === 0 && <Empty description="还没有操作记录" />}
      <List>
        {data?.acts.map(({ at, title, outcome }) => (
          <List.Item key={`${at}-${title}`} description={timeText(at)} extra={outcomeText[outcome] ?? '已完成'}>
            {title}
          </List.Item>
        ))}
      </List>
    </Page>
  )
}

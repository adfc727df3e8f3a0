import { Alert } from 'antd'
import { FailureAlert } from '../../desktop/failure-alert.tsx'
import { later } from '../../desktop/later.tsx'
import { failureOf } from '../../desktop/works.ts'
import { useAnswer } from '../main-process.ts'

const TenderTable = later(async () => (await import('./tender-table.tsx')).TenderTable)

/** Tenders that the platform publishes. */
export function PublishedTenders({ onDownload }: { onDownload: (tenderId: string) => Promise<void> }) {
  const published = useAnswer('tender.published', {})
  const server = useAnswer('server.state', {}).data
  if (server?.state === 'starting' && published.data === undefined)
    return <Alert banner type="info" showIcon title="服务正在启动，稍候即可看到平台上的项目" />
  if (published.isError)
    return (
      <div className="inset">
        <FailureAlert failure={failureOf(published.error)} onRetry={() => void published.refetch()} />
      </div>
    )
  // Main says within milliseconds whether the server is there; a table before that would come and go.
  if (server === undefined) return null
  return <TenderTable tenders={published.data?.tenders ?? null} onDownload={onDownload} />
}

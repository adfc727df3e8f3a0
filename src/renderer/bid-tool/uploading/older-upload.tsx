import { Alert } from 'antd'
import type { GeneratedBid } from '../../../contract/bid-output.ts'
import { useServerNow } from '../frame/deadline.tsx'
import { useProject } from '../use-project.ts'

/** While the platform holds an older file than the newest one: what is opened is what was uploaded. */
export function OlderUpload({ bidFiles }: { bidFiles: readonly GeneratedBid[] }) {
  const isLate = useServerNow() >= useProject().tender.bidsUntil
  const [newest, ...older] = bidFiles
  const uploaded = older.find(({ receipt }) => receipt !== null)
  if (newest === undefined || newest.receipt !== null || uploaded === undefined) return null
  const openers = uploaded.recipients.map(({ personName }) => personName).join('、')
  return (
    <Alert
      type={isLate ? 'error' : 'warning'}
      showIcon
      title={`平台上仍是较早上传的“${uploaded.bidFileName}”，开标时以它为准，只有 ${openers} 的证书能解密。${
        isLate ? '投标截止时间已过，不能再替换。' : '请在投标截止前上传新文件。'
      }`}
    />
  )
}

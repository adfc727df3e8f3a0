import { tailText } from '../../../domain/tail-text.ts'
import { digestTail } from '../../../protocol/tickets.ts'
import { useNavigation } from '../navigation.ts'
import { problemText } from '../parts/certificate-row.tsx'
import { FactList, Page } from '../parts/page.tsx'
import { dateText, roleText } from '../parts/words.ts'
import { useCertificates } from '../queries.ts'
import { useServerTime } from '../server-time.ts'
import { certificateDigestOf, expiresSoonMs } from '../tickets/certificate-choice.ts'

const stateText = { active: '生效中', expired: '已过期', revoked: '已注销' } as const

/** 证书详情. */
export function CertificatePage({ pairId }: { pairId: string }) {
  const { data } = useCertificates()
  const { back } = useNavigation()
  const now = useServerTime(null)
  const pair = data?.pairs.find((one) => one.pairId === pairId)
  if (pair === undefined)
    return (
      <Page title="证书详情" onBack={back}>
        <p className="lead">{data === undefined ? '正在读取…' : '证书不存在'}</p>
      </Page>
    )
  const isHere = data?.heldKeyIds.has(pair.signKeyId) === true
  const expiresSoon = pair.state === 'active' && pair.notAfter - now < expiresSoonMs
  const fingerprint = (leaf: string) => tailText(digestTail(certificateDigestOf(leaf)))
  return (
    <Page title="证书详情" onBack={back}>
      {expiresSoon && (
        <div className="warning-notice">
          证书即将过期。到期后不能再签章和生成标书，也不要用它加密到期后才开标的投标文件。
        </div>
      )}
      <div className="block">
        <FactList
          facts={[
            { label: '持有人', value: `${pair.personName}（${roleText[pair.role]}）` },
            { label: '企业', value: pair.enterpriseName },
            { label: '统一社会信用代码', value: pair.socialCreditCode },
            { label: 'CA 机构', value: pair.authorityName },
            { label: '有效期至', value: dateText(pair.notAfter) },
            { label: '状态', value: stateText[pair.state] },
            { label: '密钥', value: isHere ? '在本手机上' : problemText['on-another-phone'] },
            { label: '签名证书指纹', value: fingerprint(pair.signing.leaf), isDigest: true },
            { label: '加密证书指纹', value: fingerprint(pair.encryption.leaf), isDigest: true },
          ]}
        />
      </div>
      <p className="quiet-text">CA 证书一经注销，不能恢复，无法解密原有文件。</p>
    </Page>
  )
}

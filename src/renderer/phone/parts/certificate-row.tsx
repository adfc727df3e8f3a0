import { Tag } from 'antd-mobile'
import { tailText } from '../../../domain/tail-text.ts'
import type { CertificatePair } from '../../../protocol/http-api.ts'
import { digestTail } from '../../../protocol/tickets.ts'
import { type CertificateProblem, certificateDigestOf, expiresSoonMs } from '../tickets/certificate-choice.ts'
import { dateText, roleText } from './words.ts'

export const problemText: Record<CertificateProblem, string> = {
  expired: '证书已过期，无法使用',
  revoked: '证书已注销，无法使用',
  'on-another-phone': '不在本手机上',
  'not-recipient': '生成标书时未选择该证书',
}

interface CertificateRowProps {
  pair: CertificatePair
  problem?: CertificateProblem | null
  now: number
  /** Which of the two certificates' fingerprint to show, to be compared with the computer's. */
  fingerprintOf?: 'signing' | 'encryption'
  /** When the bid will be opened, where a certificate is chosen for that. */
  openingAt?: number | null
}

/** One certificate in a list: whose, by which authority, until when. */
export function CertificateRow({ pair, problem = null, now, fingerprintOf, openingAt = null }: CertificateRowProps) {
  const { personName, enterpriseName, authorityName, notAfter, role, state } = pair
  const expiresSoon = state === 'active' && notAfter > now && notAfter - now < expiresSoonMs
  return (
    <span className="certificate-row">
      <strong>
        {personName}
        <Tag color="primary" fill="outline">
          {roleText[role]}
        </Tag>
        {expiresSoon && <Tag color="warning">即将过期</Tag>}
      </strong>
      <span className="line">{enterpriseName}</span>
      <span className="line">
        {authorityName} · 有效期至 {dateText(notAfter)}
      </span>
      {fingerprintOf !== undefined && (
        <span className="line">
          指纹末八位{' '}
          <span className="digest">{tailText(digestTail(certificateDigestOf(pair[fingerprintOf].leaf)))}</span>
        </span>
      )}
      {openingAt !== null && notAfter <= openingAt && <span className="line problem">开标前到期，届时不能解密</span>}
      {problem !== null && <span className="line problem">{problemText[problem]}</span>}
    </span>
  )
}

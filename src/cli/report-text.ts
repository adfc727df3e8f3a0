import { findingSentence, outcomeNames, topicNames, verdictNames } from '../domain/verify/finding-sentences.ts'
import type { BidClaims, Check, PdfReport, Report, TenderClaims } from '../domain/verify/report.ts'

const kindNames: Record<Report['kind'], string> = {
  pdf: 'PDF 文件',
  'bid-file': '投标文件（加密）',
  'plain-copy': '非加密投标文件',
  'tender-file': '招标文件',
}

/** A report as a person reads it. */
export function reportText(report: Report): string {
  const lines = [`类型：${kindNames[report.kind]}`]
  if (report.kind === 'tender-file') lines.push(...tenderLines(report.claims))
  else if (report.kind !== 'pdf') lines.push(...claimLines(report.claims))
  lines.push(...checkLines(report.checks))
  if (report.kind === 'pdf') lines.push(...sealLines(report))
  if (report.kind === 'plain-copy')
    for (const { path, report: document } of report.documents)
      lines.push('', `文件：${path}`, ...documentLines(document))
  return [...lines, '', `结论：${verdictNames[report.verdict]}`].join('\n')
}

function claimLines(claims: BidClaims | null): string[] {
  if (claims === null) return []
  return [
    `招标项目：${claims.tender}`,
    `标段：${claims.section}`,
    `投标人：${claims.bidder}（${claims.socialCreditCode}）`,
    `签名时间：${claims.created}`,
  ]
}

function tenderLines(claims: TenderClaims | null): string[] {
  if (claims === null) return []
  const { projectName, tender, tenderer, issued, addendum } = claims
  return [
    `招标项目：${projectName}（${tender}）`,
    `招标人：${tenderer}`,
    `发布时间：${issued}`,
    ...(addendum === null ? [] : [`答疑文件：第 ${addendum} 号`]),
  ]
}

function checkLines(checks: readonly Check[]): string[] {
  return checks.map(
    ({ topic, outcome, finding }) => `【${outcomeNames[outcome]}】${topicNames[topic]}：${findingSentence(finding)}`,
  )
}

/** A document inside a bid that has no seal is not a fault there. */
function documentLines(report: PdfReport): string[] {
  if (report.seals.length > 0) return sealLines(report)
  return report.verdict === 'unreadable' ? checkLines(report.checks) : ['没有签章']
}

function sealLines({ seals }: PdfReport): string[] {
  return seals.flatMap((seal, i) => [
    '',
    `签章 ${i + 1}：${seal.signer ?? '未注明'}，${seal.signedAt ?? '未注明时间'}，第 ${seal.pages.join('、')} 页`,
    ...checkLines(seal.checks),
  ])
}

import type { z } from 'zod'
import type { CheckView, VerificationView } from '../../contract/bid-output.ts'
import { findingSentence, topicNames } from '../../domain/verify/finding-sentences.ts'
import type { Check, PdfReport, Report } from '../../domain/verify/report.ts'

type CheckLine = z.infer<typeof CheckView>
type SealLine = VerificationView['seals'][number]

const outcomes = { passed: 'ok', unsure: 'warning', failed: 'bad', 'not-done': 'not-checked' } as const
const verdicts = { valid: 'valid', invalid: 'not-valid', unreadable: 'unreadable' } as const

/** A report of the verifier in the words of a window. */
export function reportView(fileName: string, report: Report): VerificationView {
  const documents =
    report.kind === 'pdf' ? [{ path: fileName, report }] : report.kind === 'plain-copy' ? report.documents : []
  return {
    fileName,
    verdict: verdicts[report.verdict],
    summary: summaryOf(report),
    checks: report.checks.map(checkLine),
    seals: documents.flatMap((document) => sealLines(document.path, document.report)),
  }
}

function summaryOf(report: Report): string {
  if (report.verdict === 'unreadable') return '无法识别或读取这个文件'
  if (report.verdict === 'invalid') return '验证不通过，详情见下'
  if (report.kind === 'bid-file') return '验证通过，内容未解密'
  if (report.kind === 'tender-file') return '验证通过，招标文件完整'
  return report.kind === 'pdf' ? `验证通过，共 ${report.seals.length} 处签章` : '验证通过，内含文件的签章均有效'
}

export function checkLine({ topic, outcome, finding }: Check): CheckLine {
  return { name: topicNames[topic], outcome: outcomes[outcome], sentence: findingSentence(finding) }
}

export function sealLines(documentName: string, { seals }: PdfReport): SealLine[] {
  return seals.map((seal) => ({
    documentName,
    sealName: sealNameOf(seal.checks) ?? seal.field,
    signerName: seal.signer ?? '未知',
    signedAt: seal.signedAt === null ? null : Date.parse(seal.signedAt),
    verdict: seal.checks.some((check) => check.outcome === 'failed') ? 'not-valid' : 'valid',
    checks: seal.checks.map(checkLine),
  }))
}

function sealNameOf(checks: readonly Check[]): string | null {
  for (const { finding } of checks) if ('seal' in finding) return finding.seal
  return null
}

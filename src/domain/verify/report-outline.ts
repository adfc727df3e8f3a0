import { plainLine } from '../readable-line.ts'
import type { VerificationRecord } from './examine.ts'
import type { CertificateFacts } from './facts.ts'
import { type EvidenceRow, evidenceOf, sealRows } from './finding-evidence.ts'
import { findingSentence } from './finding-sentences.ts'
import type { BidClaims, Check, Outcome, PdfReport, Report, SealReport, TenderClaims, Verdict } from './report.ts'
import { chinaDay, chinaMoment, grouped, kindNames, topicNames, verdictNames } from './words.ts'

/** One check in words. */
export interface OutlinedCheck {
  name: string
  outcome: Outcome
  sentence: string
  evidence: EvidenceRow[]
}

/** One part of a report: the file itself, or one seal in it. */
export interface OutlinedSection {
  title: string
  verdict: Verdict
  facts: EvidenceRow[]
  checks: OutlinedCheck[]
  /** Whose seal in which document (null when the file itself is the document); absent for the file's own section. */
  seal?: { document: string | null; sealName: string | null; signer: string | null; signedAt: string | null }
}

/** A report in the words and the order in which every form of it, printed, shown or typed, is read. */
export interface ReportOutline {
  verdict: Verdict
  /** The conclusion in one line. */
  summary: string
  facts: EvidenceRow[]
  file: OutlinedSection
  seals: OutlinedSection[]
  /** What was relied on. */
  basis: EvidenceRow[]
}

export function outlineOf({ tool, verifiedAt, file, basis, report }: VerificationRecord): ReportOutline {
  const inside = report.kind === 'plain-copy' ? report.documents : []
  return {
    verdict: report.verdict,
    summary: summaryOf(report),
    facts: plainRows([
      ['文件名', file.name],
      ['类型', kindNames[report.kind]],
      ['大小', `${grouped(file.sizeInBytes)} 字节`],
      ['哈希码值', file.sm3],
      ['验证时间', chinaMoment(verifiedAt)],
      ['验证工具', tool],
    ]),
    file: {
      title: kindNames[report.kind],
      verdict: verdictOfFile(report),
      facts: plainRows(claimRows(report)),
      checks: report.checks.map(outlineCheck),
    },
    seals:
      report.kind === 'pdf'
        ? report.seals.map((seal, i) => outlineSeal(seal, null, i + 1))
        : inside.flatMap(outlineDocument),
    basis: plainRows(basisRows(basis)),
  }
}

/** A document inside a bid: its seals, or why it cannot be read. One without a seal is no fault there. */
function outlineDocument({ path, report }: { path: string; report: PdfReport }): OutlinedSection[] {
  if (report.seals.length > 0) return report.seals.map((seal, i) => outlineSeal(seal, path, i + 1))
  if (report.verdict !== 'unreadable') return []
  const facts = plainRows([['所在文件', path]])
  return [{ title: '无法读取的文件', verdict: report.verdict, facts, checks: report.checks.map(outlineCheck) }]
}

/** Of a PDF the verdict is that of its seals; its own section says only whether it can be read. */
function verdictOfFile({ checks, verdict }: Report): Verdict {
  return checks.some(({ outcome }) => outcome === 'failed') ? verdict : 'valid'
}

export function outlineCheck({ topic, outcome, finding }: Check): OutlinedCheck {
  return {
    name: topicNames[topic],
    outcome,
    sentence: plainLine(findingSentence(finding)),
    evidence: plainRows(evidenceOf(finding)),
  }
}

/** `document` is the file inside a bid; null when the seal stands in the file itself. */
export function outlineSeal(seal: SealReport, document: string | null, number: number): OutlinedSection {
  const plain = (text: string | null) => (text === null ? null : plainLine(text))
  const sealName = plain(seal.seal?.name ?? null)
  const signer = plain(seal.signer)
  return {
    title: `签章 ${number}：${sealName ?? '印章无法读取'}`,
    verdict: seal.verdict,
    facts: plainRows([
      ...(document === null ? [] : [row('所在文件', document)]),
      ['签章人', signer ?? '未注明'],
      ['签章时间', seal.signedAt === null ? '未注明' : chinaMoment(seal.signedAt)],
      ['所在页', seal.pages.length === 0 ? '没有显示' : `第 ${seal.pages.join('、')} 页`],
      ...(seal.seal === null ? [] : sealRows(seal.seal)),
    ]),
    checks: seal.checks.map(outlineCheck),
    seal: { document: plain(document), sealName, signer, signedAt: seal.signedAt },
  }
}

/** ⚔ A name with line ends would bring findings of its own, one with marks of direction would read otherwise. */
const plainRows = (rows: readonly EvidenceRow[]): EvidenceRow[] =>
  rows.map(([label, value]) => [plainLine(label), plainLine(value)])

const row = (label: string, value: string): EvidenceRow => [label, value]

/** The conclusion in one line. */
export function summaryOf(report: Report): string {
  if (report.verdict === 'unreadable') return '无法判断这个文件'
  if (report.verdict === 'invalid') return '验证不通过，原因见下'
  const hints = checksOf(report).filter(({ outcome }) => outcome === 'unsure').length
  return hints === 0 ? passedWords(report) : `${passedWords(report)}，有 ${hints} 项提示，请逐项核对`
}

/** Of the file itself and of everything in it. */
function checksOf(report: Report): Check[] {
  const documents = report.kind === 'plain-copy' ? report.documents.map((document) => document.report) : []
  const seals = [report, ...documents].flatMap((one) => (one.kind === 'pdf' ? one.seals : []))
  return [...report.checks, ...seals.flatMap(({ checks }) => checks)]
}

function passedWords(report: Report): string {
  switch (report.kind) {
    case 'bid-file':
      return '验证通过，内容未解密'
    case 'tender-file':
      return '验证通过，招标文件完整'
    case 'pdf':
      return `验证通过，共 ${report.seals.length} 处签章`
    default:
      return '验证通过，内含文件的签章均有效'
  }
}

function claimRows(report: Report): EvidenceRow[] {
  if (report.kind === 'tender-file') return report.claims === null ? [] : tenderRows(report.claims)
  if (report.kind === 'pdf' || report.kind === 'unknown' || report.claims === null) return []
  const unsealed = report.kind === 'plain-copy' ? report.documents.filter(isUnsealed) : []
  const rows = bidRows(report.claims)
  return unsealed.length === 0 ? rows : [...rows, ['没有签章的文件', unsealed.map(({ path }) => path).join('、')]]
}

const isUnsealed = ({ report }: { report: PdfReport }) => report.seals.length === 0 && report.verdict !== 'unreadable'

function bidRows({ tender, section, bidder, socialCreditCode, created }: BidClaims): EvidenceRow[] {
  return [
    ['招标项目', tender],
    ['标段', section],
    ['投标人', `${bidder}（${socialCreditCode}）`],
    ['签名时间', chinaMoment(created)],
  ]
}

function tenderRows({ projectName, tender, tenderer, issued, addendum }: TenderClaims): EvidenceRow[] {
  return [
    ['招标项目', `${projectName}（${tender}）`],
    ['招标人', tenderer],
    ['发布时间', chinaMoment(issued)],
    ...(addendum === null ? [] : [row('答疑文件', `第 ${addendum} 号`)]),
  ]
}

function basisRows({ roots, revocationLists }: VerificationRecord['basis']): EvidenceRow[] {
  const rootWords = ({ name, notAfter }: CertificateFacts) => `${name}（${chinaDay(notAfter)} 到期）`
  const listWords = revocationLists.map(({ issuer, thisUpdate }) => `${issuer}（${chinaDay(thisUpdate)} 发布）`)
  return [
    ['信任的根证书', roots.map(rootWords).join('、') || '没有，签名人的身份都无法确认'],
    ['注销列表', [...new Set(listWords)].join('、') || '没有'],
  ]
}

/** 结论：有效 */
export const conclusionOf = ({ verdict }: { verdict: Verdict }): string => `结论：${verdictNames[verdict]}`

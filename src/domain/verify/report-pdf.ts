import { type RGB, rgb } from '@cantoo/pdf-lib'
import type { VerificationRecord } from './examine.ts'
import type { EvidenceRow } from './finding-evidence.ts'
import { grey, type Paper, startPaper } from './paper.ts'
import type { Outcome, Verdict } from './report.ts'
import { type OutlinedCheck, type OutlinedSection, outlineOf } from './report-outline.ts'
import { outcomeNames, verdictNames } from './words.ts'

const green = rgb(0.13, 0.45, 0.13)
const red = rgb(0.72, 0.06, 0.15)
const amber = rgb(0.6, 0.38, 0)
const pale = { valid: rgb(0.92, 0.97, 0.92), invalid: rgb(0.99, 0.92, 0.92), unreadable: rgb(1, 0.96, 0.87) }

const verdictColors: Record<Verdict, RGB> = { valid: green, invalid: red, unreadable: amber }
const outcomeColors: Record<Outcome, RGB> = { passed: green, unsure: amber, failed: red, 'not-done': grey }

const labelWidth = 80
const sentenceIndent = 120

/** 验证报告 as A4 pages. `font` is a TrueType font with Chinese letters, of which the used ones are embedded. */
export async function reportPdf(record: VerificationRecord, font: Uint8Array): Promise<Uint8Array> {
  const outline = outlineOf(record)
  const paper = await startPaper(font, { title: '验证报告', at: new Date(record.verifiedAt) })
  paper.text('验证报告', { size: 20 })
  paper.space(6)
  paper.band(pale[outline.verdict], 30)
  paper.space(5)
  paper.columns([
    [verdictNames[outline.verdict], { size: 13, color: verdictColors[outline.verdict], width: labelWidth }],
    [outline.summary, { size: 13, color: verdictColors[outline.verdict], indent: labelWidth }],
  ])
  paper.space(14)
  writeRows(paper, outline.facts)
  writeSection(paper, { ...outline.file, title: `文件：${outline.file.title}` })
  for (const seal of outline.seals) writeSection(paper, seal, seal.verdict)
  writeSection(paper, { title: '验证依据', facts: outline.basis, checks: [] })
  paper.space(8)
  paper.text('本报告只对哈希码值与上面一致的文件有效。签名时间若无时间戳，取自签名人自己的时钟。', {
    size: 8.5,
    color: grey,
  })
  return paper.finish(`${record.tool}　文件哈希码值尾码 ${record.file.sm3.slice(-8).toUpperCase()}`)
}

function writeSection(
  paper: Paper,
  { title, facts, checks }: Pick<OutlinedSection, 'title' | 'facts' | 'checks'>,
  verdict?: Verdict,
) {
  paper.space(12)
  // A heading never stands alone at the foot of a page.
  paper.keep(90)
  if (verdict === undefined) paper.text(title, { size: 12 })
  else
    paper.columns([
      [title, { size: 12, width: paper.width - 60 }],
      [verdictNames[verdict], { size: 12, color: verdictColors[verdict], indent: paper.width - 50, width: 60 }],
    ])
  paper.space(2)
  paper.line()
  paper.space(4)
  writeRows(paper, facts)
  if (facts.length > 0) paper.space(4)
  for (const check of checks) writeCheck(paper, check)
}

function writeRows(paper: Paper, rows: readonly EvidenceRow[]) {
  for (const [label, value] of rows)
    paper.columns([
      [label, { size: 9.5, color: grey, width: labelWidth - 8 }],
      [value, { size: 9.5, indent: labelWidth }],
    ])
}

function writeCheck(paper: Paper, { name, outcome, sentence, evidence }: OutlinedCheck) {
  paper.keep(34)
  paper.columns([
    [outcomeNames[outcome], { size: 9.5, color: outcomeColors[outcome], width: 44 }],
    [name, { size: 9.5, indent: 48, width: sentenceIndent - 56 }],
    [sentence, { size: 9.5, indent: sentenceIndent }],
  ])
  for (const [label, value] of evidence)
    paper.text(`${label}：${value}`, { size: 8, color: grey, indent: sentenceIndent })
  paper.space(3)
}

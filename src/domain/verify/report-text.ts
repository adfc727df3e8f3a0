import type { VerificationRecord } from './examine.ts'
import { conclusionOf, type OutlinedSection, outlineOf } from './report-outline.ts'
import { outcomeNames, verdictNames } from './words.ts'

/** A report as a person reads it in a terminal, ending in its conclusion. */
export function reportText(record: VerificationRecord): string {
  const outline = outlineOf(record)
  return [
    '验证报告',
    ...rowLines(outline.facts),
    '',
    ...sectionLines({ ...outline.file, title: '文件' }, null),
    ...outline.seals.flatMap((seal) => ['', ...sectionLines(seal, verdictNames[seal.verdict])]),
    '',
    '依据',
    ...rowLines(outline.basis),
    '',
    conclusionOf(outline),
  ].join('\n')
}

function sectionLines({ title, facts, checks }: OutlinedSection, verdict: string | null): string[] {
  return [
    verdict === null ? title : `${title}（${verdict}）`,
    ...rowLines(facts),
    ...checks.flatMap(({ name, outcome, sentence, evidence }) => [
      `【${outcomeNames[outcome]}】${name}：${sentence}`,
      ...evidence.map(([label, value]) => `    ${label}：${value}`),
    ]),
  ]
}

const rowLines = (rows: readonly (readonly [string, string])[]) => rows.map(([label, value]) => `${label}：${value}`)

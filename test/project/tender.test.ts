import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resolveTender, tenderTemplateSchema } from '../../src/domain/demo/demo-tender.ts'
import { longestOpeningFormValue } from '../../src/domain/project/opening-form.ts'
import { type Tender, tenderSchema } from '../../src/domain/project/tender.ts'
import { listingOf, PublishedTender } from '../../src/protocol/published-tender.ts'
import { TenderSection } from '../../src/protocol/tender-section.ts'
import { GenerateBody } from '../../src/protocol/tickets.ts'

const demo = join(import.meta.dirname, '..', '..', 'resources', 'demo', 'tenders', 'school-building', 'template.json')
const school = resolveTender(tenderTemplateSchema.parse(JSON.parse(readFileSync(demo, 'utf8'))), 0, [])
const columns = (count: number, title: string) => ({
  columns: Array.from({ length: count }, (_, i) => ({ id: `c${i}`, title, required: true, kind: 'integer' as const })),
})

const largest: Tender = {
  ...school,
  project: { ...school.project, code: 'N'.repeat(64), name: '校'.repeat(120) },
  tenderer: { ...school.tenderer, name: '局'.repeat(120) },
  sections: school.sections.map((section) => ({ ...section, code: 'S'.repeat(64), name: '段'.repeat(120) })),
  openingForm: columns(30, '工'.repeat(60)),
}

test('the longest names and codes of a tender fit what tickets and lists repeat of it', () => {
  const { project, sections, openingForm } = tenderSchema.parse(largest)
  const names = { tenderName: project.name, sectionName: sections[0]?.name }
  const section = { tenderCode: project.code, sectionCode: sections[0]?.code, ...names }
  const form = openingForm.columns.map(({ title }) => ({ label: title, value: '九'.repeat(longestOpeningFormValue) }))
  const file = { fileName: '招标文件.bdzf', fileSizeInBytes: 1, fileDigest: 'A'.repeat(43) }
  expect([
    TenderSection.safeParse(section).error,
    GenerateBody.shape.openingForm.safeParse(form).error,
    PublishedTender.safeParse({ ...listingOf(largest), ...file }).error,
  ]).toEqual([undefined, undefined, undefined])
})

test.each<[string, Partial<Tender>]>([
  ['a code that a bid file cannot carry', { project: { ...school.project, code: '浙建招[2026]118号' } }],
  ['a name that is too long for a phone', { project: { ...school.project, name: '校'.repeat(121) } }],
  ['a name that reads otherwise than it is signed', { project: { ...school.project, name: '学\u202e校' } }],
  ['a name that is spelled in another way', { project: { ...school.project, name: 'e\u0301cole' } }],
  ['a column that is too long for a phone', { openingForm: columns(1, '工'.repeat(61)) }],
  ['more columns than a phone shows', { openingForm: columns(31, '工期') }],
])('a tender with %s is refused before a project is made of it', (_, change) => {
  expect(tenderSchema.safeParse({ ...school, ...change }).success).toBe(false)
})

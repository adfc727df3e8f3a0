import type { TenderTemplate } from '../../src/domain/demo/demo-tender.ts'
import { type Artifact, jsonArtifact, sm3Hex } from './artifact.ts'
import { setBill, tenderBill } from './bill.ts'
import { elevation, floorPlan, siteSheet } from './drawings.ts'
import { readText, setText } from './markup.ts'
import { Paper } from './paper.ts'
import { buildingAddendum, buildingTender, checkedTemplate, equipmentTender, type TenderDraft } from './tenders.ts'
import { enterpriseOf } from './world.ts'

type TenderFile = TenderTemplate['files'][number]
type Made = { kind: TenderFile['kind']; path: string; title: string; bytes: Uint8Array }

function wordsOf(tender: TenderDraft): Record<string, string> {
  const [tenderer, agency] = [enterpriseOf('tenderer'), enterpriseOf('agency')]
  return {
    code: tender.project.code,
    project: tender.project.name,
    section: tender.sections[0]!.name,
    tenderer: tenderer.name,
    tendererCode: tenderer.socialCreditCode,
    tendererAddress: tenderer.address,
    tendererTelephone: tenderer.telephone,
    agency: agency.name,
    agencyCode: agency.socialCreditCode,
    agencyAddress: agency.address,
    agencyTelephone: agency.telephone,
  }
}

async function fromText(tender: TenderDraft, text: string, title: string): Promise<Uint8Array> {
  const { project, tenderer } = tender
  const paper = await Paper.start(`${project.name}${title}`, tenderer.name, { header: `${project.name}　${title}` })
  setText(paper, readText(text, wordsOf(tender)))
  return paper.finish()
}

async function emptyBill(tender: TenderDraft): Promise<Uint8Array> {
  const { name } = tender.project
  const paper = await Paper.start(`${name}工程量清单`, tender.tenderer.name, { header: `${name}　工程量清单` })
  paper.cover(
    tender.project.code,
    [name, '工程量清单'],
    [`招标人：${tender.tenderer.name}`, `编制单位：${tender.agency!.name}`],
  )
  paper.newPage()
  paper.heading(2, '分部分项工程量清单')
  setBill(paper, tenderBill, false)
  return paper.finish()
}

async function drawings(tender: TenderDraft): Promise<Uint8Array> {
  const { name } = tender.project
  const paper = await Paper.start(`${name}施工图纸`, tender.tenderer.name, { landscape: true })
  siteSheet(paper, name)
  floorPlan(paper, name)
  elevation(paper, name)
  return paper.finish()
}

function bundle(folder: string, draft: TenderDraft, made: Made[]): Artifact[] {
  const files = made.map(({ bytes, ...file }) => ({ ...file, sizeInBytes: bytes.length, sm3: sm3Hex(bytes) }))
  return [
    jsonArtifact(`demo/tenders/${folder}/template.json`, checkedTemplate(draft, files)),
    ...made.map(({ path, bytes }) => ({ path: `demo/tenders/${folder}/${path}`, bytes })),
  ]
}

export async function makeEquipmentTender(): Promise<Artifact[]> {
  const bytes = await fromText(equipmentTender, 'tender-equipment', '采购文件')
  return bundle('classroom-equipment', equipmentTender, [
    { kind: 'main', path: 'main.pdf', title: '采购文件正文', bytes },
  ])
}

/** Both demo tenders and the addendum to the first, each a template with the PDFs it lists. */
export async function makeTenders(): Promise<Artifact[]> {
  const building: Made[] = [
    {
      kind: 'main',
      path: 'main.pdf',
      title: '招标文件正文',
      bytes: await fromText(buildingTender, 'tender-body', '招标文件'),
    },
    {
      kind: 'billOfQuantities',
      path: 'bill-of-quantities.pdf',
      title: '工程量清单',
      bytes: await emptyBill(buildingTender),
    },
    { kind: 'drawings', path: 'drawings.pdf', title: '施工图纸', bytes: await drawings(buildingTender) },
  ]
  const clarification = await fromText(buildingAddendum, 'clarification', '答疑文件')
  return [
    ...bundle('school-building', buildingTender, building),
    ...bundle('school-building-addendum', buildingAddendum, [
      ...building,
      { kind: 'clarification', path: 'clarification.pdf', title: '答疑文件', bytes: clarification },
    ]),
    ...(await makeEquipmentTender()),
  ]
}

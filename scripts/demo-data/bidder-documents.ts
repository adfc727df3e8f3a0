import { type DemoDocuments, demoDocumentsSchema } from '../../src/domain/demo/demo-world.ts'
import { type Artifact, jsonArtifact } from './artifact.ts'
import { type Bill, priced, setBill, summary, tenderBill } from './bill.ts'
import { planFigures } from './figures.ts'
import { readText, setText } from './markup.ts'
import { capitalYuan, plainYuan, yuan } from './money.ts'
import { Paper } from './paper.ts'
import { financeRows, profileOf, profileWords } from './profiles.ts'
import { buildingTender } from './tenders.ts'
import { enterpriseOf, world } from './world.ts'

type Bidder = {
  id: string
  bill: Bill
  duration: number
  nodes: string[]
  plan: string
  citations: DemoDocuments['citations']
}

const everyNode = [
  'bid-letter',
  'legal-representative-proof',
  'power-of-attorney',
  'bid-bond',
  'commitment',
  'campus-safety',
  'priced-bill',
  'construction-plan',
  'project-team',
  'qualification-papers',
]

const cite = (enterprise: string): DemoDocuments['citations'] => [
  {
    node: 'cited-qualifications',
    records: [`${enterprise}-qualification-1`, `${enterprise}-qualification-2`, `${enterprise}-qualification-3`],
  },
  { node: 'cited-staff', records: [`${enterprise}-staff-1`, `${enterprise}-staff-2`] },
  { node: 'cited-projects', records: [`${enterprise}-project-1`, `${enterprise}-project-2`] },
]

const bidders: Bidder[] = [
  {
    id: 'bidder-a',
    bill: priced(tenderBill, 968, 20260901),
    duration: 440,
    nodes: everyNode,
    plan: 'construction-plan-a',
    citations: cite('bidder-a'),
  },
  {
    id: 'bidder-b',
    bill: priced(tenderBill, 981, 20260902),
    duration: 456,
    nodes: everyNode.filter((node) => node !== 'campus-safety'),
    plan: 'construction-plan-b',
    citations: cite('bidder-b'),
  },
]

function wordsOf(bidder: Bidder): Record<string, string> {
  const enterprise = enterpriseOf(bidder.id)
  const agent = world.people.find((person) => person.enterprise === bidder.id && person.shownFirst)!
  const { total } = summary(bidder.bill)
  return {
    code: buildingTender.project.code,
    project: buildingTender.project.name,
    section: buildingTender.sections[0]!.name,
    tenderer: buildingTender.tenderer.name,
    bidder: enterprise.name,
    bidderCode: enterprise.socialCreditCode,
    address: enterprise.address,
    telephone: enterprise.telephone,
    established: enterprise.establishedOn,
    capital: enterprise.registeredCapital,
    bank: enterprise.bank.name,
    account: enterprise.bank.account,
    legal: enterprise.legalRepresentative.name,
    legalId: enterprise.legalRepresentative.idNumber,
    agent: agent.name,
    agentId: agent.idNumber,
    agentPosition: agent.position,
    price: yuan(total),
    priceCapital: capitalYuan(total),
    duration: String(bidder.duration),
    ...profileWords(bidder.id),
  }
}

function setSummary(paper: Paper, bill: Bill): void {
  const sums = summary(bill)
  paper.table({
    widths: [14, 70, 66],
    align: 'clr',
    rows: [
      ['序号', '汇总内容', '金额（元）'],
      ['一', '分部分项工程费', yuan(sums.works)],
      ['二', '措施项目费', yuan(sums.measures)],
      ['三', '安全文明施工费', yuan(sums.safety)],
      ['四', '其他项目费（暂列金额）', yuan(sums.provisional)],
      ['五', '规费', yuan(sums.fees)],
      ['六', '税金（9%）', yuan(sums.tax)],
      ['', '投标总价', yuan(sums.total)],
    ],
    boldLast: true,
  })
}

const titleOf = (node: string) => buildingTender.nodes.find((one) => one.id === node)?.title ?? '校园安全专项承诺书'

async function makeDocument(bidder: Bidder, node: string): Promise<{ bytes: Uint8Array; pages: number }> {
  const { name } = enterpriseOf(bidder.id)
  const header = `${buildingTender.project.name}　${titleOf(node)}`
  const paper = await Paper.start(`${name}${titleOf(node)}`, name, { header })
  const text = readText(node === 'construction-plan' ? bidder.plan : node, wordsOf(bidder))
  setText(paper, text, {
    ...planFigures(bidder.duration),
    summary: (into) => setSummary(into, bidder.bill),
    bill: (into) => setBill(into, bidder.bill, true),
    finance: (into) => into.table({ widths: [40, 36, 36, 36], align: 'lrrr', rows: financeRows(bidder.id) }),
  })
  return { bytes: await paper.finish(), pages: paper.pageCount }
}

export async function makeBidderDocument(bidderId: string, node: string): Promise<Artifact> {
  const bidder = bidders.find((one) => one.id === bidderId)!
  return { path: `demo/bidders/${bidderId}/${node}.pdf`, bytes: (await makeDocument(bidder, node)).bytes }
}

/** A ready bid for the building tender from each bidder, with `documents.json`. */
export async function makeBidderDocuments(): Promise<Artifact[]> {
  const artifacts: Artifact[] = []
  for (const bidder of bidders) {
    const documents: DemoDocuments['documents'] = []
    for (const node of bidder.nodes) {
      const { bytes, pages } = await makeDocument(bidder, node)
      artifacts.push({ path: `demo/bidders/${bidder.id}/${node}.pdf`, bytes })
      documents.push({ node, title: titleOf(node), file: `${node}.pdf`, pages })
    }
    const index: DemoDocuments = {
      enterprise: bidder.id,
      tender: buildingTender.id,
      section: buildingTender.sections[0]!.id,
      openingForm: {
        price: plainYuan(summary(bidder.bill).total),
        duration: bidder.duration,
        quality: '合格',
        'project-manager': profileOf(bidder.id).manager,
        remark: '无',
      },
      documents,
      citations: bidder.citations,
    }
    artifacts.push(jsonArtifact(`demo/bidders/${bidder.id}/documents.json`, demoDocumentsSchema.parse(index)))
  }
  return artifacts
}

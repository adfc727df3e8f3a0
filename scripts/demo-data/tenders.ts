import { type TenderTemplate, tenderTemplateSchema } from '../../src/domain/demo/demo-tender.ts'
import type { SealKind, TenderNode } from '../../src/domain/project/tender.ts'
import { sealKeywords, sealPlaces } from './places.ts'
import { enterpriseOf, world } from './world.ts'

const day = 24 * 60

/** A sign node on the form's signature block: the page it stands on and the seals wanted there. */
function signNode(
  id: string,
  title: string,
  page: number | 'last',
  kinds: SealKind[],
): TenderNode['signNodes'][number] {
  return {
    id,
    title,
    seals: kinds.map((kind) => ({ kind, place: { page, ...sealPlaces[kind], keyword: sealKeywords[kind] } })),
  }
}

type Leaf = {
  seals?: SealKind[]
  page?: number | 'last'
  optional?: boolean
  instruction?: string
  kind?: TenderNode['kind']
}

function leaf(parent: string | null, id: string, title: string, look: Leaf): TenderNode {
  const { seals, page = 'last', optional = false, instruction, kind = 'document' } = look
  return {
    id,
    parent,
    title,
    kind,
    required: !optional,
    ...(instruction ? { instruction } : {}),
    signNodes: seals ? [signNode(`${id}-seal`, `${title}签章`, page, seals)] : [],
  }
}

const group = (id: string, title: string): TenderNode => ({
  id,
  parent: null,
  title,
  kind: 'group',
  required: true,
  signNodes: [],
})
const stamped: SealKind[] = ['official', 'legalRepresentative']
const signed: SealKind[] = ['official', 'legalRepresentativeSignature']

const buildingNodes: TenderNode[] = [
  group('business', '商务标'),
  leaf('business', 'bid-letter', '投标函', { seals: stamped, instruction: '按格式一填写，加盖企业公章和法人章' }),
  leaf('business', 'opening-form', '开标一览表', {
    seals: stamped,
    kind: 'openingForm',
    instruction: '在工具中填写，保存后签章',
  }),
  leaf('business', 'legal-representative-proof', '法定代表人身份证明', { seals: ['official'] }),
  leaf('business', 'power-of-attorney', '授权委托书', { seals: signed, instruction: '须有法定代表人手写签名' }),
  leaf('business', 'bid-bond', '投标保证金', {
    seals: ['official'],
    instruction: '银行保函或转账凭证，金额500000.00元',
  }),
  leaf('business', 'commitment', '投标承诺书', { seals: signed }),
  group('economic', '经济标'),
  leaf('economic', 'priced-bill', '已标价工程量清单', { seals: stamped, page: 1, instruction: '在封面签章' }),
  group('technical', '技术标'),
  leaf('technical', 'construction-plan', '施工组织设计', { seals: ['official'], page: 1, instruction: '在封面签章' }),
  leaf('technical', 'project-team', '项目管理机构', { instruction: '附主要人员简历表' }),
  group('qualification', '资格审查'),
  leaf('qualification', 'qualification-papers', '资格审查资料', { seals: ['official'] }),
  leaf('qualification', 'cited-qualifications', '企业资质与证照', {
    kind: 'credit',
    instruction: '从诚信库引用资质证书、安全生产许可证',
  }),
  leaf('qualification', 'cited-staff', '项目主要人员', {
    kind: 'credit',
    instruction: '从诚信库引用项目经理等人员的证书',
  }),
  leaf('qualification', 'cited-projects', '类似工程业绩', {
    kind: 'credit',
    instruction: '2021年1月1日以来完成的类似工程',
  }),
  leaf('qualification', 'other-papers', '其他材料', { optional: true }),
]

const party = (id: string) => ({ name: enterpriseOf(id).name, socialCreditCode: enterpriseOf(id).socialCreditCode })
const parties = { tenderer: party('tenderer'), agency: party('agency') }
const authorities = world.authorities.map((authority) => authority.id)

export type TenderDraft = Omit<TenderTemplate, 'files'>

export const buildingTender: TenderDraft = {
  format: 'bidseal-tender',
  version: 1,
  id: 'school-building',
  project: { code: 'YC2026-FJ-0118', name: '第三中学教学楼新建工程', kind: 'construction' },
  ...parties,
  sections: [{ id: 'section-1', code: 'YC2026-FJ-0118-01', name: '一标段', depositAmount: '500000.00' }],
  deadlines: {
    issuedAfterMinutes: -14 * day,
    clarificationsAfterMinutes: day,
    bidsUntilAfterMinutes: 2 * day + 180,
    opensAfterMinutes: 2 * day + 180,
    decryptMinutes: 30,
    bidValidityDays: 90,
  },
  nodes: buildingNodes,
  openingForm: {
    columns: [
      { id: 'price', title: '投标报价（元）', kind: 'amount', required: true, min: '1.00', max: '62800000.00' },
      { id: 'duration', title: '工期（日历天）', kind: 'integer', required: true, min: 1, max: 480 },
      { id: 'quality', title: '质量目标', kind: 'text', required: true, maxLength: 50 },
      { id: 'project-manager', title: '项目经理', kind: 'text', required: true, maxLength: 20 },
      { id: 'remark', title: '备注', kind: 'text', required: false, maxLength: 200 },
    ],
  },
  limits: { fileBytes: 200 * 1024 * 1024, totalBytes: 2 * 1024 * 1024 * 1024 },
  authorities,
}

export const equipmentTender: TenderDraft = {
  ...buildingTender,
  id: 'classroom-equipment',
  project: { code: 'YC2026-HW-0236', name: '第三中学多媒体教学设备采购', kind: 'goods' },
  sections: [{ id: 'section-1', code: 'YC2026-HW-0236-01', name: '一标段', depositAmount: '20000.00' }],
  deadlines: {
    ...buildingTender.deadlines,
    bidsUntilAfterMinutes: 5 * day,
    opensAfterMinutes: 5 * day,
    decryptMinutes: 20,
    bidValidityDays: 60,
  },
  nodes: [
    leaf(null, 'bid-letter', '投标函', { seals: stamped }),
    leaf(null, 'opening-form', '开标一览表', { seals: ['official'], kind: 'openingForm' }),
    leaf(null, 'power-of-attorney', '授权委托书', { seals: signed }),
    leaf(null, 'technical-response', '技术响应表', { seals: ['official'] }),
    leaf(null, 'cited-qualifications', '资格证明材料', { kind: 'credit' }),
  ],
  openingForm: {
    columns: [
      { id: 'price', title: '投标总价（元）', kind: 'amount', required: true, min: '1.00', max: '2680000.00' },
      { id: 'delivery', title: '交货期（日历天）', kind: 'integer', required: true, min: 1, max: 45 },
      { id: 'warranty', title: '质保期（月）', kind: 'integer', required: true, min: 36, max: 120 },
    ],
  },
  limits: { fileBytes: 100 * 1024 * 1024, totalBytes: 512 * 1024 * 1024 },
}

/** The addendum to the building tender: a shorter duration, a re-checked bill, one more node, a day more. */
export const buildingAddendum: TenderDraft = {
  ...buildingTender,
  deadlines: {
    ...buildingTender.deadlines,
    bidsUntilAfterMinutes: 3 * day + 180,
    opensAfterMinutes: 3 * day + 180,
  },
  nodes: buildingNodes.flatMap((node) =>
    node.id === 'commitment'
      ? [node, leaf('business', 'campus-safety', '校园安全专项承诺书', { seals: ['official'] })]
      : [node],
  ),
  openingForm: {
    columns: buildingTender.openingForm.columns.map((column) =>
      column.id === 'duration' && column.kind === 'integer' ? { ...column, max: 450 } : column,
    ),
  },
  addendum: {
    number: 1,
    summary: '工期上限调整为450日历天；复核已标价工程量清单；增加校园安全专项承诺书；投标截止时间顺延一日。',
    changedNodes: ['opening-form', 'priced-bill', 'campus-safety'],
    removedNodes: [],
  },
}

export const checkedTemplate = (draft: TenderDraft, files: TenderTemplate['files']): TenderTemplate =>
  tenderTemplateSchema.parse({ ...draft, files })

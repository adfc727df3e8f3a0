import { type DemoCreditLibrary, demoCreditLibrarySchema } from '../../src/domain/demo/demo-world.ts'
import { type Artifact, jsonArtifact, sm3Hex } from './artifact.ts'
import { type Paperwork, scannedPdf, scanOf } from './credit-scans.ts'
import { financeRows, profileOf } from './profiles.ts'
import { enterpriseOf } from './world.ts'

type Record = DemoCreditLibrary['records'][number]
type Draft = Omit<Record, 'attachments'> & { scan?: { as: 'pdf' | 'png'; look: Omit<Paperwork, 'fields'> } }

const field = (label: string, value: string) => ({ label, value })
const green = '#1f6b4f'
const wine = '#9b1c2c'
const navy = '#1f4e8c'

function draftsOf(id: string): Draft[] {
  const enterprise = enterpriseOf(id)
  const profile = profileOf(id)
  const owner = [field('企业名称', enterprise.name), field('信用代码', enterprise.socialCreditCode)]
  const draft = (
    order: string,
    [title, number, issuer]: [string, string, string],
    [issuedOn, validUntil]: [string, Record['validUntil']],
    fields: Record['fields'],
  ): Draft => ({ id: `${id}-${order}`, kind: kindOf(order), title, number, issuer, issuedOn, validUntil, fields })

  const qualifications: Draft[] = [
    {
      ...draft(
        'qualification-1',
        ['营业执照', enterprise.socialCreditCode, '演示市场监督管理局'],
        [enterprise.establishedOn, null],
        [
          ...owner,
          field('法定代表人', enterprise.legalRepresentative.name),
          field('注册资本', enterprise.registeredCapital),
          field('成立日期', enterprise.establishedOn),
          field('住所', enterprise.address),
          field('营业期限', '长期'),
        ],
      ),
      scan: {
        as: 'png',
        look: {
          title: '营业执照',
          subtitle: '（副本）',
          color: wine,
          issuer: '演示市场监督管理局',
          issuedOn: '2021-04-12',
          landscape: true,
        },
      },
    },
    {
      ...draft(
        'qualification-2',
        [profile.grade, profile.gradeNumber, '演示住房和城乡建设厅'],
        ['2024-06-30', { date: '2029-06-30' }],
        [
          ...owner,
          field('资质类别及等级', profile.grade),
          field('证书编号', profile.gradeNumber),
          field('有效期至', '2029-06-30'),
        ],
      ),
      scan: {
        as: 'pdf',
        look: {
          title: '建筑业企业资质证书',
          subtitle: '（副本）',
          color: navy,
          issuer: '演示住房和城乡建设厅',
          issuedOn: '2024-06-30',
        },
      },
    },
    {
      ...draft(
        'qualification-3',
        ['安全生产许可证', profile.safetyNumber, '演示住房和城乡建设厅'],
        ['2024-01-10', { afterDays: 20 }],
        [
          ...owner,
          field('许可范围', '建筑施工'),
          field('证书编号', profile.safetyNumber),
          field('主要负责人', enterprise.legalRepresentative.name),
        ],
      ),
      scan: {
        as: 'pdf',
        look: { title: '安全生产许可证', color: green, issuer: '演示住房和城乡建设厅', issuedOn: '2024-01-10' },
      },
    },
    draft(
      'qualification-4',
      ['质量管理体系认证证书', `YSQ-${profile.gradeNumber}`, '演示认证中心'],
      ['2023-11-05', { afterDays: -12 }],
      [...owner, field('认证范围', '房屋建筑工程施工')],
    ),
    draft(
      'qualification-5',
      ['环境管理体系认证证书', `YSE-${profile.gradeNumber}`, '演示认证中心'],
      ['2025-03-18', { date: '2028-03-17' }],
      [...owner, field('认证范围', '房屋建筑工程施工及相关管理活动')],
    ),
    draft(
      'qualification-6',
      ['职业健康安全管理体系认证证书', `YSO-${profile.gradeNumber}`, '演示认证中心'],
      ['2025-03-18', { date: '2028-03-17' }],
      [...owner, field('认证范围', '房屋建筑工程施工及相关管理活动')],
    ),
  ]

  const person = (
    order: number,
    name: string,
    post: string,
    certificate: string,
    number: string,
    until: Record['validUntil'],
  ): Draft =>
    draft(
      `staff-${order}`,
      [`${name}（${post}）`, number, '演示执业资格注册中心'],
      ['2023-05-16', until],
      [
        field('姓名', name),
        field('岗位', post),
        field('证书名称', certificate),
        field('证书编号', number),
        field('聘用企业', enterprise.name),
      ],
    )
  const code = profile.regionCode
  const staff: Draft[] = [
    {
      ...person(1, profile.manager, '项目经理', '一级建造师注册证书（建筑工程）', profile.managerNumber, {
        date: '2028-05-15',
      }),
      scan: {
        as: 'png',
        look: {
          title: '一级建造师注册证书',
          color: navy,
          issuer: '演示执业资格注册中心',
          issuedOn: '2023-05-16',
          closing: '准予以注册建造师名义在注册专业范围内执业。',
        },
      },
    },
    person(2, profile.engineer, '技术负责人', '高级工程师职称证书', '高工20150628', null),
    person(3, profile.staff[0]!, '施工员', '施工员岗位证书', `施工${code}180412`, { date: '2027-12-31' }),
    person(4, profile.staff[1]!, '质量员', '质量员岗位证书', `质量${code}190227`, { date: '2027-12-31' }),
    person(5, profile.staff[2]!, '安全员', '安全生产考核合格证书（C类）', `安C${code}200519`, { afterDays: 14 }),
    person(6, profile.staff[4]!, '造价员', '一级造价工程师注册证书', `建造价${code}170088`, { date: '2028-08-31' }),
    person(7, profile.staff[7]!, '机电工程师', '二级建造师注册证书（机电工程）', `二建${code}201155`, {
      date: '2027-09-30',
    }),
  ]

  const projects = profile.projects.slice(0, 5).map((project, i): Draft => {
    const fields = [
      field('工程名称', project.name),
      field('建设单位', project.owner),
      field('建筑面积', `${project.area}平方米`),
      field('合同金额', `${project.price}万元`),
      field('项目经理', i < 3 ? profile.manager : profile.engineer),
      field('竣工日期', project.done),
      field('质量等级', i === 1 ? '市级优质工程' : '合格'),
    ]
    const made = draft(
      `project-${i + 1}`,
      [project.name, `竣备${project.done.slice(0, 4)}-${String(31 + i * 17).padStart(4, '0')}`, project.owner],
      [project.done, null],
      fields,
    )
    const look = {
      title: '工程竣工验收证明',
      color: '#333333',
      issuer: project.owner,
      issuedOn: project.done,
      closing: '经验收，本工程符合设计与规范要求，同意交付使用。',
    }
    return i < 2 ? { ...made, scan: { as: 'pdf', look } } : made
  })

  const award = (order: number, title: string, project: string, issuer: string, issuedOn: string) =>
    draft(
      `award-${order}`,
      [title, `奖${issuedOn.slice(0, 4)}-${order}18`, issuer],
      [issuedOn, null],
      [field('奖项名称', title), field('获奖单位', enterprise.name), field('获奖项目', project)],
    )
  const awards: Draft[] = [
    {
      ...award(1, '市级优质工程奖', profile.projects[1]!.name, '演示建筑业协会', '2022-12-08'),
      scan: {
        as: 'png',
        look: {
          title: '荣誉证书',
          color: wine,
          issuer: '演示建筑业协会',
          issuedOn: '2022-12-08',
          landscape: true,
          closing: '特颁此证，以资鼓励。',
        },
      },
    },
    award(2, '省级建筑安全文明施工标准化工地', profile.projects[0]!.name, '演示建筑业协会', '2023-12-20'),
    award(3, '市级绿色施工示范工程', profile.projects[2]!.name, '演示绿色建筑促进会', '2025-04-22'),
  ]

  const [head, ...rows] = financeRows(id)
  const finance = head!.slice(1).map((year, i): Draft => {
    const auditedOn = `${Number(year.slice(0, 4)) + 1}-04-26`
    const made = draft(
      `finance-${i + 1}`,
      [`${year}度审计报告`, `演审字〔${auditedOn.slice(0, 4)}〕0${i + 2}16号`, '演示会计师事务所'],
      [auditedOn, null],
      [
        field('被审计单位', enterprise.name),
        ...rows.map((row) => field(row[0] === '资产负债率' ? row[0] : `${row[0]}（万元）`, row[i + 1]!)),
      ],
    )
    const look = {
      title: '审计报告',
      subtitle: `${year}度`,
      color: '#333333',
      issuer: '演示会计师事务所',
      issuedOn: auditedOn,
    }
    return i === 2 ? { ...made, scan: { as: 'pdf', look } } : made
  })
  return [...qualifications, ...staff, ...projects, ...awards, ...finance]
}

const kinds: [string, Record['kind']][] = [
  ['qualification', 'qualification'],
  ['staff', 'staff'],
  ['project', 'pastProject'],
  ['award', 'award'],
  ['finance', 'finance'],
]
const kindOf = (order: string): Record['kind'] => kinds.find(([prefix]) => order.startsWith(prefix))![1]

/** The credit library of one bidder: 24 records, eight of them with a scan. */
export async function makeCreditLibrary(id: string): Promise<Artifact[]> {
  const artifacts: Artifact[] = []
  const records: Record[] = []
  for (const { scan, ...record } of draftsOf(id)) {
    const attachments: Record['attachments'] = []
    if (scan) {
      const paperwork = { ...scan.look, fields: record.fields }
      const bytes = scan.as === 'png' ? scanOf(paperwork) : await scannedPdf(paperwork, enterpriseOf(id).name)
      const file = `${record.id.slice(id.length + 1)}.${scan.as}`
      artifacts.push({ path: `demo/credit/${id}/${file}`, bytes })
      attachments.push({
        id: `${record.id}-scan`,
        title: `${scan.look.title}扫描件`,
        file,
        mediaType: scan.as === 'png' ? 'image/png' : 'application/pdf',
        sizeInBytes: bytes.length,
        sm3: sm3Hex(bytes),
      })
    }
    records.push({ ...record, attachments })
  }
  return [
    ...artifacts,
    jsonArtifact(`demo/credit/${id}/library.json`, demoCreditLibrarySchema.parse({ enterprise: id, records })),
  ]
}

import type { GeneratedBid, Verification, VerificationView } from '../../../src/contract/bid-output.ts'
import type { CreditRecordView, ProjectId } from '../../../src/contract/bid-project.ts'
import type { AvailableSeal } from '../../../src/contract/signing.ts'
import { creditRecordSchema } from '../../../src/domain/credit-library/record.ts'
import { readDemo } from './sample-project.ts'

const day = 86_400_000

interface SealList {
  seals: {
    id: string
    enterprise: string
    kind: AvailableSeal['kind']
    name: string
    widthMm: number
    heightMm: number
    file: string
  }[]
}

export function sampleSeals(now: number): AvailableSeal[] {
  return (readDemo('seals/seals.json') as SealList).seals
    .filter((seal) => seal.enterprise === 'bidder-a')
    .map(({ id, name, kind, widthMm, heightMm, file }) => ({
      sealId: id,
      name,
      kind,
      widthMm,
      heightMm,
      url: `/demo/seals/${file}`,
      validUntil: now + 330 * day,
    }))
}

export function sampleRecords(now: number): CreditRecordView[] {
  const { records } = readDemo('credit/bidder-a/library.json') as { records: Record<string, unknown>[] }
  return records.map((raw, index) => {
    const validUntil =
      index % 7 === 3 ? now - 20 * day : index % 7 === 5 ? now + day : index % 4 === 0 ? null : now + 400 * day
    const record = creditRecordSchema.parse({ ...raw, validUntil: null })
    return {
      recordId: record.id,
      kind: record.kind,
      title: record.title,
      fields: record.fields,
      validUntil,
      attachments: record.attachments.map(({ id, title, file, sizeInBytes }) => ({
        attachmentId: id,
        fileName: title,
        sizeInBytes,
        url: `/demo/credit/bidder-a/${file}`,
      })),
    }
  })
}

export function sampleBid(projectId: ProjectId, now: number): GeneratedBid {
  return {
    bidFileId: '00000000-0000-4000-8000-000000000900',
    projectId,
    bidFileName: '浙江澄远建设集团有限公司_第三中学教学楼新建工程_一标段.bdtf',
    plainCopyName: '浙江澄远建设集团有限公司_第三中学教学楼新建工程_一标段.nbdtf',
    folder: '/文档/投标文件/第三中学教学楼新建工程',
    sizeInBytes: 5_432_100,
    digest: '048733625c378aeb35bca737f498380d639eb89b6939d2939160409b18bd2a04',
    generatedAt: now,
    recipients: [
      {
        personName: '周明远',
        authorityName: '东海演示CA',
        serialNumber: '4D2A9C0011',
        notAfter: now + 330 * day,
        fingerprintTail: '9b18bd2a',
        expiresBeforeOpening: false,
        rehearsal: { at: now, outcome: 'opened' },
      },
      {
        personName: '沈佳宁',
        authorityName: '运河演示CA',
        serialNumber: '58B1220C3F',
        notAfter: now + 330 * day,
        fingerprintTail: '77aa01cd',
        expiresBeforeOpening: false,
        rehearsal: null,
      },
      {
        personName: '陆一帆',
        authorityName: '钱塘演示CA',
        serialNumber: '19C0FF31A2',
        notAfter: now + day,
        fingerprintTail: 'c0ffee12',
        expiresBeforeOpening: true,
        rehearsal: null,
      },
    ],
    isCurrent: true,
    isPresent: true,
    isChanged: false,
    receipt: null,
  }
}

const sampleSealChecks: VerificationView['checks'] = [
  { name: '内容完整', outcome: 'ok', sentence: '内容完整，签名之后没有改动。', evidence: [] },
  {
    name: '签章范围',
    outcome: 'ok',
    sentence: '签章覆盖整个文件，其后没有添加任何内容。',
    evidence: [['覆盖', '全部 48,211 字节']],
  },
]

export const sampleVerification: Verification = {
  verificationId: '0b8d4a5e-53f5-4a1e-8f0a-6f3b1f6b7a01',
  facts: [['文件名', '投标函（已签章）.pdf']],
  basis: [['信任的根证书', '长三角演示根CA（2046-01-01 到期）']],
  view: {
    fileName: '投标函（已签章）.pdf',
    verdict: 'valid',
    summary: '验证通过，共 2 处签章',
    checks: [
      { name: '文件格式', outcome: 'ok', sentence: '文件结构完整，每个字节都有归属。', evidence: [] },
      { name: '注销状态', outcome: 'not-checked', sentence: '没有取得证书注销列表。', evidence: [] },
    ],
    seals: ['浙江澄远建设集团有限公司公章', '程远山法人章'].map((sealName, i) => ({
      documentName: '投标函',
      sealName,
      signerName: '周明远',
      signedAt: 1_790_000_000_000 + 100_000 * i,
      verdict: 'valid',
      facts: [['印章名称', sealName]],
      checks: sampleSealChecks,
    })),
  },
}

import { openingFormProblem } from './opening-form.ts'
import { type BidContents, isOpeningFormCurrent, wantedSeals } from './progress.ts'
import type { SealKind, TenderNode } from './tender.ts'

/** 标书检测: what stands between a bid and its generation, each with the place to go to. */

export type FindingPlace =
  | { at: 'project'; step: 'identity' | 'creditLibrary' | 'compiling' | 'generating' }
  | { at: 'node'; nodeId: string }
  | { at: 'document'; nodeId: string; documentId: string; page: number | null }
  | { at: 'openingForm'; columnId: string }

export interface Finding {
  /** Errors forbid generating, warnings do not. */
  severity: 'error' | 'warning'
  sentence: string
  place: FindingPlace
}

/** What is checked beside the contents themselves. */
export interface CheckSurroundings {
  /** 投标人 of CA 认证; null before. */
  bidder: { certificateNotAfter: number } | null
  /** Validity of the credit records that the library holds. */
  recordValidity: ReadonlyMap<string, { title: string; validUntil: number | null }>
  /** 参与加密证书 of the bid file that holds the present contents; empty before it is generated. */
  recipients: readonly { personName: string; notAfter: number }[]
  /** The server's time in ms. */
  now: number
}

export const sealKindNames: Record<SealKind, string> = {
  official: '企业公章',
  legalRepresentative: '法人章',
  legalRepresentativeSignature: '法人手写签名',
}

/** All findings in the order of the tree. A seal that no longer verifies is found by reading the PDF, elsewhere. */
export function checkBid(contents: BidContents, surroundings: CheckSurroundings): Finding[] {
  return [
    ...checkBidder(contents, surroundings),
    ...contents.tender.nodes.flatMap((node) => checkNode(contents, surroundings, node)),
    ...checkSizes(contents),
    ...checkRecipients(contents, surroundings),
  ]
}

function checkBidder({ tender }: BidContents, { bidder, now }: CheckSurroundings): Finding[] {
  const place = { at: 'project', step: 'identity' } as const
  if (Date.parse(tender.deadlines.bidsUntil) <= now)
    return [
      {
        severity: 'error',
        sentence: '投标截止时间已过，平台不再接收投标文件。',
        place: { at: 'project', step: 'generating' },
      },
    ]
  if (bidder === null) return [{ severity: 'error', sentence: '尚未进行 CA 认证，投标单位名称为空。', place }]
  if (bidder.certificateNotAfter < Date.parse(tender.deadlines.opensAt))
    return [{ severity: 'warning', sentence: '认证所用证书在开标前到期，请先续期或换用其他证书。', place }]
  return []
}

function checkNode(contents: BidContents, surroundings: CheckSurroundings, node: TenderNode): Finding[] {
  switch (node.kind) {
    case 'group':
      return []
    case 'credit':
      return checkCitations(contents, surroundings, node)
    case 'openingForm':
      return [...checkOpeningForm(contents), ...checkSeals(contents, node)]
    case 'document':
      return isMissing(contents, node)
        ? [{ severity: 'error', sentence: `“${node.title}”缺少文件。`, place: { at: 'node', nodeId: node.id } }]
        : checkSeals(contents, node)
  }
}

const isMissing = ({ documents }: BidContents, node: TenderNode) =>
  node.required && !documents.some((document) => document.nodeId === node.id)

function checkOpeningForm(contents: BidContents): Finding[] {
  const { columns } = contents.tender.openingForm
  const problems = columns.flatMap((column): Finding[] => {
    const problem = openingFormProblem(column, contents.openingValues[column.id] ?? '')
    return problem === null
      ? []
      : [{ severity: 'error', sentence: `开标一览表：${problem}。`, place: { at: 'openingForm', columnId: column.id } }]
  })
  if (problems.length > 0 || isOpeningFormCurrent(contents)) return problems
  const nodeId = contents.tender.nodes.find((node) => node.kind === 'openingForm')!.id
  return [
    { severity: 'error', sentence: '开标一览表的内容已改动，请重新生成页面并签章。', place: { at: 'node', nodeId } },
  ]
}

function checkSeals(contents: BidContents, node: TenderNode): Finding[] {
  const documents = contents.documents.filter((document) => document.nodeId === node.id)
  const document = documents.at(-1)
  if (document === undefined) return []
  const missing = wantedSeals(node, documents).filter((seal) => !seal.isDone)
  return [...new Set(missing.map(({ kind }) => kind))].map((kind) => ({
    severity: 'error',
    sentence: `“${node.title}”缺少${sealKindNames[kind]}（${missing.filter((seal) => seal.kind === kind).length} 处）。`,
    place: { at: 'document', nodeId: node.id, documentId: document.documentId, page: null },
  }))
}

function checkCitations(
  contents: BidContents,
  { recordValidity, now }: CheckSurroundings,
  node: TenderNode,
): Finding[] {
  const cited = contents.citations.get(node.id) ?? []
  const place = { at: 'node', nodeId: node.id } as const
  if (cited.length === 0)
    return node.required ? [{ severity: 'error', sentence: `“${node.title}”尚未引用诚信库内容。`, place }] : []
  const opensAt = Date.parse(contents.tender.deadlines.opensAt)
  return cited.flatMap((recordId): Finding[] => {
    const record = recordValidity.get(recordId)
    if (record === undefined)
      return [{ severity: 'error', sentence: `“${node.title}”引用的一条内容已不在诚信库中，请重新同步后引用。`, place }]
    if (record.validUntil === null || record.validUntil >= opensAt) return []
    const when = record.validUntil < now ? '已过期' : '在开标前到期'
    return [{ severity: 'warning', sentence: `引用的“${record.title}”${when}，请更新诚信库或换用其他内容。`, place }]
  })
}

function checkSizes({ tender, documents }: BidContents): Finding[] {
  const megabytes = (bytes: number) => `${Math.floor(bytes / 0x100000)} MB`
  const tooLarge = documents
    .filter((document) => document.sizeInBytes > tender.limits.fileBytes)
    .map(
      (document): Finding => ({
        severity: 'error',
        sentence: `“${document.name}”超过单个文件 ${megabytes(tender.limits.fileBytes)} 的限制。`,
        place: { at: 'document', nodeId: document.nodeId, documentId: document.documentId, page: null },
      }),
    )
  const total = documents.reduce((sum, document) => sum + document.sizeInBytes, 0)
  if (total <= tender.limits.totalBytes) return tooLarge
  const sentence = `投标文件总大小超过 ${megabytes(tender.limits.totalBytes)} 的限制。`
  return [...tooLarge, { severity: 'error', sentence, place: { at: 'project', step: 'compiling' } }]
}

/** Who will not be able to open the finished bid file: an addendum may have moved the opening since it was generated. */
function checkRecipients({ tender }: BidContents, { recipients, now }: CheckSurroundings): Finding[] {
  const opensAt = Date.parse(tender.deadlines.opensAt)
  if (now >= opensAt) return []
  const ending = recipients.filter(({ notAfter }) => notAfter < opensAt)
  if (ending.length === 0) return []
  const names = ending.map(({ personName }) => personName).join('、')
  const consequence =
    ending.length === recipients.length
      ? '届时没有证书可以解密投标文件，请在投标截止前增加证书并重新上传。'
      : '届时不能解密投标文件，可以在投标截止前增加证书并重新上传。'
  return [
    {
      severity: 'warning',
      sentence: `${names} 的参与加密证书在开标前到期，${consequence}`,
      place: { at: 'project', step: 'generating' },
    },
  ]
}

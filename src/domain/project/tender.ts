import { z } from 'zod'
import { line } from '../readable-line.ts'
import { tenderIdSchema } from '../tender-id.ts'
import { isSocialCreditCode } from './social-credit-code.ts'

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
const title = z.string().min(1).max(200)
/** What tickets repeat must fit them: else a tender is imported that no phone will work on. */
const name = line(120)
const amount = z.string().regex(/^(0|[1-9]\d{0,14})\.\d{2}$/)
const millimetres = z.number().min(0).max(2000)
const file = z.object({
  path: z.string().regex(/^[^/\\]{1,120}\.pdf$/),
  title,
  kind: z.enum(['main', 'billOfQuantities', 'drawings', 'clarification']),
  sizeInBytes: z.int().positive(),
  sm3: z.string().regex(/^[0-9a-f]{64}$/),
})

/** The seals a sign node can ask for: 企业公章, 法人章, 法人手写签名. */
export const sealKindSchema = z.enum(['official', 'legalRepresentative', 'legalRepresentativeSignature'])
export type SealKind = z.infer<typeof sealKindSchema>

/** Name and code of the tenderer (招标人) or its agency (招标代理). */
const partySchema = z.object({
  name,
  socialCreditCode: z.string().refine(isSocialCreditCode),
})

/**
 * Where a seal belongs: its centre, in millimetres from the top-left corner of the page as shown. `page` counts from 1.
 * `keyword` is the printed text beside it, for documents laid out differently from the tenderer's form.
 */
export const suggestedPlaceSchema = z.object({
  page: z.union([z.literal('last'), z.int().positive()]),
  xMm: millimetres,
  yMm: millimetres,
  keyword: z.string().min(1).max(60).optional(),
})
export type SuggestedPlace = z.infer<typeof suggestedPlaceSchema>

/** A place to be sealed inside a document (签章节点). It is done when every kind it lists stands in the document. */
const signNodeSchema = z.object({
  id,
  title,
  seals: z
    .array(z.object({ kind: sealKindSchema, place: suggestedPlaceSchema }))
    .min(1)
    .max(10),
})
export type SignNode = z.infer<typeof signNodeSchema>

/**
 * One node of the bid's table of contents. `group` only holds others; `document` wants a PDF; `openingForm` is filled
 * in the tool, which makes its PDF; `credit` is filled by citing records of the credit library.
 */
const tenderNodeSchema = z.object({
  id,
  parent: id.nullable(),
  title,
  kind: z.enum(['group', 'document', 'openingForm', 'credit']),
  required: z.boolean(),
  instruction: z.string().max(500).optional(),
  signNodes: z.array(signNodeSchema).max(20),
})
export type TenderNode = z.infer<typeof tenderNodeSchema>

const column = { id, title: line(60), required: z.boolean() }

/** A column of the opening form (开标一览表) and its limits, both ends included. Amounts are yuan with two decimals, as text. */
export const openingFormColumnSchema = z.discriminatedUnion('kind', [
  z.object({ ...column, kind: z.literal('amount'), min: amount.optional(), max: amount.optional() }),
  z.object({ ...column, kind: z.literal('integer'), min: z.int().optional(), max: z.int().optional() }),
  z.object({ ...column, kind: z.literal('text'), maxLength: z.int().min(1).max(1000) }),
])
export type OpeningFormColumn = z.infer<typeof openingFormColumnSchema>

const deadlinesSchema = z
  .object({
    issuedAt: z.iso.datetime(),
    clarificationsUntil: z.iso.datetime(),
    bidsUntil: z.iso.datetime(),
    opensAt: z.iso.datetime(),
    decryptMinutes: z.int().min(1).max(1440),
    bidValidityDays: z.int().min(1).max(365),
  })
  .refine((times) => Date.parse(times.bidsUntil) <= Date.parse(times.opensAt), { path: ['opensAt'] })

export const tenderShape = z.object({
  format: z.literal('bidseal-tender'),
  version: z.literal(1),
  id,
  project: z.object({
    code: tenderIdSchema,
    name,
    kind: z.enum(['construction', 'goods', 'services']),
  }),
  tenderer: partySchema,
  agency: partySchema.optional(),
  tendererCertificates: z.array(z.base64()).max(16),
  sections: z
    .array(z.object({ id, code: tenderIdSchema, name, depositAmount: amount }))
    .min(1)
    .max(100),
  deadlines: deadlinesSchema,
  nodes: z.array(tenderNodeSchema).min(1).max(500),
  openingForm: z.object({ columns: z.array(openingFormColumnSchema).min(1).max(30) }),
  limits: z.object({ fileBytes: z.int().positive(), totalBytes: z.int().positive() }),
  authorities: z.array(id).min(1).max(64),
  files: z.array(file).min(1).max(200),
  addendum: z
    .object({
      number: z.int().positive(),
      summary: z.string().min(1).max(2000),
      changedNodes: z.array(id).max(500),
      removedNodes: z.array(id).max(500),
    })
    .optional(),
})

/**
 * `tender.json` inside a tender file (招标文件) or an addendum (答疑文件), which replaces the tender and says what changed.
 * Dates are ISO 8601 in UTC. Every id is unique among its kind, parents stand before their children.
 */
export const tenderSchema = tenderShape.superRefine(checkTree)
export type Tender = z.infer<typeof tenderSchema>

/** Refuses repeated ids, parents that do not stand earlier as groups, and a bid with no or several opening forms. */
function checkTree(tender: Pick<Tender, 'nodes' | 'sections' | 'openingForm' | 'files'>, context: z.RefinementCtx) {
  const refuse = (message: string, ...path: (string | number)[]) => context.addIssue({ code: 'custom', message, path })
  const kinds = new Map<string, string>()
  for (const [i, node] of tender.nodes.entries()) {
    if (node.parent !== null && kinds.get(node.parent) !== 'group') refuse('parent is no earlier group', 'nodes', i)
    kinds.set(node.id, node.kind)
    if (node.kind !== 'document' && node.kind !== 'openingForm' && node.signNodes.length > 0)
      refuse('nothing to seal in this kind of node', 'nodes', i, 'signNodes')
  }
  if (tender.nodes.filter((node) => node.kind === 'openingForm').length !== 1) refuse('one opening form', 'nodes')
  const families = [
    ['nodes', tender.nodes.map((node) => node.id)],
    ['nodes', tender.nodes.flatMap((node) => node.signNodes.map((signNode) => signNode.id))],
    ['sections', tender.sections.map((section) => section.id)],
    ['openingForm', tender.openingForm.columns.map((one) => one.id)],
    ['files', tender.files.map((one) => one.path)],
  ] as const
  for (const [path, ids] of families) if (new Set(ids).size !== ids.length) refuse('repeated id', path)
}

import { App } from 'antd'
import type { BidProject, DocumentId } from '../../../contract/bid-project.ts'
import type { SealRequest, SigningState } from '../../../contract/signing.ts'
import { sealKindNames } from '../../../domain/project/check.ts'
import { mainProcess, useAnswer } from '../main-process.ts'
import { useChangeProject, useKeepProject, useProject } from '../use-project.ts'
import { useWorks } from '../works-context.tsx'
import { approvalsOf, placeAllWanted, possibleDrafts, withoutSealed } from './drafts.ts'
import { type SealFailure, useDrafts } from './drafts-context.tsx'

const nobody: SigningState = { signer: null, seals: [], session: null }

/** The acts of 标书签章. */
export function useSealing() {
  const project = useProject()
  const { projectId } = project
  const state = useAnswer('signing.state', { projectId })
  const signing = state.data ?? nobody
  const works = useWorks()
  const keep = useKeepProject()
  const changeProject = useChangeProject()
  const { drafts: all, change, setFailures } = useDrafts()
  const drafts = possibleDrafts(all, {
    documentIds: new Set(project.nodes.flatMap((node) => node.documents.map((one) => one.documentId))),
    sealIds: new Set(signing.seals.map((seal) => seal.sealId)),
  })
  const { message } = App.useApp()

  async function pickSeal(offerSession: boolean) {
    const picked = await works.start({
      title: '获取印章',
      purpose: `选择为“${project.tender.name}”签章的证书，取得可用的印章`,
      asksPhone: true,
      run: (options) => mainProcess.run('signing.pickSeal', { projectId, offerSession }, options),
    })
    if (picked !== null) void state.refetch()
  }

  /** Puts a seal at every place that still wants one, in all documents. */
  function placeAll() {
    const result = placeAllWanted(project.nodes, signing.seals, { drafts, newId: () => crypto.randomUUID() })
    change(() => result.drafts)
    const missing = result.missingKinds.flatMap((kind) => (kind === 'other' ? [] : sealKindNames[kind]))
    if (missing.length > 0) message.warning(`当前证书没有${missing.join('、')}，这些位置未放置`)
    else if (result.placed === 0) message.info('要求签章的位置都已放好')
    else message.success(`已放置 ${result.placed} 枚印章，核对位置后确认签章`)
  }

  /** One approval after another; what succeeded stays even when a later one fails or is given up. */
  async function confirm() {
    setFailures([])
    const failures: SealFailure[] = []
    const approvals = approvalsOf(drafts)
    for (const [turn, planned] of approvals.entries()) {
      // A document whose first seal failed must not get its second alone.
      const items = planned.filter((item) => !failures.some((failure) => failure.documentId === item.documentId))
      if (items.length === 0) continue
      const sealed = await works.start({
        title: approvals.length > 1 ? `签章（第 ${turn + 1} 次确认，共 ${approvals.length} 次）` : '签章',
        purpose: purposeOf(project, items, signing),
        asksPhone: true,
        run: (options) => mainProcess.run('signing.seal', { projectId, items }, options),
      })
      if (sealed === null) break
      keep(sealed.project)
      for (const [index, result] of sealed.results.entries()) {
        const item = items[index]
        if (result.outcome === 'failed') failures.push(result)
        else if (item !== undefined) change((before) => withoutSealed(before, item.documentId, item.sealId))
      }
      setFailures([...failures])
    }
    void state.refetch()
  }

  async function undo(documentId: DocumentId) {
    await changeProject('撤销签章', 'signing.undo', { projectId, documentId })
  }

  return { signing, drafts, isPending: state.isPending, pickSeal, placeAll, confirm, undo }
}

function purposeOf({ nodes }: BidProject, items: readonly SealRequest[], { seals }: SigningState): string {
  const names = new Set(items.map((item) => seals.find((seal) => seal.sealId === item.sealId)?.name ?? '印章'))
  const first = nodes.flatMap((node) => node.documents).find((one) => one.documentId === items[0]?.documentId)
  const documents = items.length === 1 ? `“${first?.name ?? ''}”` : `${items.length} 个文件`
  const places = items.reduce((sum, item) => sum + item.placements.length, 0)
  const strips = items.some((item) => item.crossPage) ? '，含骑缝章' : ''
  return `为${documents}加盖${[...names].join('、')}，共 ${places} 处${strips}`
}

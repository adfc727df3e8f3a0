import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DocumentId, ProjectId } from '../../contract/bid-project.ts'
import type { Handlers, Job } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { openingFormProblem } from '../../domain/project/opening-form.ts'
import { readableLine } from '../../domain/readable-line.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import type { PublishedTender } from '../../protocol/published-tender.ts'
import type { Desktop } from '../desktop.ts'
import { summedProgress } from '../signing/summed-progress.ts'
import { checkProject } from './check-project.ts'
import { createProject, downloadTender, type ImportedTender, readTender } from './import-tender.ts'
import { type ChosenFile, fillSample } from './sample.ts'

type Names = Extract<keyof Handlers<DesktopContract>, `project.${string}` | `tender.${string}`>

export interface ProjectHandlersOptions {
  resourcesFolder: string
  /** Asks the person of a window for files; empty when the dialog was closed. */
  chooseFiles: (
    windowId: number,
    wanted: { title: string; kind: 'tender' | 'pdf'; many: boolean },
  ) => Promise<readonly string[]>
}

/** 工程: from 导入招标文件 to 标书检测. */
export function projectHandlers(
  desktop: Desktop,
  { resourcesFolder, chooseFiles }: ProjectHandlersOptions,
): Pick<Handlers<DesktopContract>, Names> {
  const { projects, views, store, server, pdfs } = desktop
  /** A tender of several sections, read already, waiting for the choice of one. */
  const waiting = new Map<string, ImportedTender>()

  /** What the person was last shown to be published: a download must be the tender that they chose from it. */
  let listed: readonly PublishedTender[] = []

  async function listPublished(signal?: AbortSignal) {
    const { tenders } = await server.call(platformRoutes.tenders, { body: {}, ...(signal && { signal }) })
    listed = tenders
    return { tenders }
  }

  function changed(projectId: ProjectId) {
    desktop.announce('project.changed', { projectId })
    return views.view(projectId)
  }

  function documentIn(projectId: ProjectId, documentId: DocumentId) {
    const document = projects.document(documentId)
    return document?.projectId === projectId ? document : fail('project.document-missing', {})
  }

  /** In threads, several at a time; they come in the order in which they were chosen. */
  async function attachAll(
    projectId: ProjectId,
    chosen: readonly ChosenFile[],
    job: Pick<Job<WorkProgress>, 'signal' | 'report'>,
  ) {
    const { filesFolder } = pdfs
    const sizes = await Promise.all(
      chosen.map(({ path }) =>
        stat(path).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    )
    const progress = summedProgress(sizes, (doneInBytes, totalInBytes) =>
      job.report({ stage: 'working', step: 'checking', doneInBytes, totalInBytes }),
    )
    const imported = await pdfs.work(job.signal, (threads) =>
      Promise.allSettled(chosen.map(({ path }, i) => threads.run('import', { path, filesFolder }, progress(i)))),
    )
    if (job.signal.aborted) fail('task.cancelled', {})
    return chosen.flatMap(({ path, nodeId, name }, i) => {
      const outcome = imported[i]!
      if (outcome.status === 'fulfilled') {
        const { file, pass } = outcome.value
        store.files.passes.remember(file.blob, pass)
        projects.addDocument({ documentId: randomUUID() as DocumentId, projectId, nodeId, name, ...file })
        return []
      }
      if (!(outcome.reason instanceof BidsealError)) throw outcome.reason
      return [{ fileName: basename(path), failure: outcome.reason.failure }]
    })
  }

  function importOrAsk(imported: ImportedTender, sectionCode?: string) {
    const { sections } = imported.tender
    if (sections.length > 1 && sectionCode === undefined) {
      const tenderId = randomUUID()
      waiting.set(tenderId, imported)
      const choices = sections.map(({ code, name }) => ({ sectionCode: code, sectionName: name }))
      return { outcome: 'choose-section' as const, tenderId, sections: choices }
    }
    return { outcome: 'created' as const, project: changed(createProject(desktop, imported, sectionCode)) }
  }

  const downloading = (job: Job<WorkProgress>) => ({
    signal: job.signal,
    report: (doneInBytes: number, totalInBytes: number) =>
      job.report({ stage: 'working', step: 'downloading', doneInBytes, totalInBytes }),
  })

  return {
    'project.list': () => ({ projects: views.summaries() }),
    'project.get': ({ projectId }) => views.view(projectId),
    'project.importTender': async ({ tenderId, sectionCode }, job) => {
      const chosen = tenderId === undefined ? undefined : waiting.get(tenderId)
      if (chosen !== undefined) return importOrAsk(chosen, sectionCode ?? fail('project.section-unknown', {}))
      const [path] = await chooseFiles(job.windowId, { title: '导入招标文件', kind: 'tender', many: false })
      if (path === undefined) return { outcome: 'dismissed' as const }
      job.report({ stage: 'working', step: 'verifying', doneInBytes: 0, totalInBytes: 0 })
      return importOrAsk(await readTender(desktop, path), sectionCode)
    },
    'project.openSample': async (_, job) => {
      const { tenders } = await listPublished(job.signal)
      const imported = await downloadTender(desktop, tenders[0] ?? fail('project.missing', {}), downloading(job))
      const projectId = createProject(desktop, imported)
      const attach = async (chosen: readonly ChosenFile[]) => {
        for (const { failure } of await attachAll(projectId, chosen, job)) throw new BidsealError(failure)
      }
      await fillSample(desktop, { projectId, folder: join(resourcesFolder, 'demo', 'bidders', 'bidder-a'), attach })
      return changed(projectId)
    },
    'project.remove': ({ projectId }) => {
      projects.setRemoved(projectId, true)
      return {}
    },
    'project.restore': ({ projectId }) => {
      projects.setRemoved(projectId, false)
      return changed(projectId)
    },
    'tender.published': () => listPublished(),
    'tender.download': async ({ tenderId }, job) => {
      const chosen = (tenders: readonly PublishedTender[]) => tenders.find((tender) => tender.tenderId === tenderId)
      const tender = chosen(listed) ?? chosen((await listPublished(job.signal)).tenders)
      return importOrAsk(await downloadTender(desktop, tender ?? fail('request.not-found', {}), downloading(job)))
    },

    'project.attachDocuments': async ({ projectId, nodeId }, job) => {
      const node = views.required(projectId).tender.nodes.find(({ id }) => id === nodeId)
      if (node?.kind !== 'document') return fail('input.invalid', { field: 'nodeId' })
      const paths = await chooseFiles(job.windowId, { title: `选择“${node.title}”的文件`, kind: 'pdf', many: true })
      const chosen = paths.map((path) => ({ nodeId, path, name: documentNameOf(path) }))
      const refused = await attachAll(projectId, chosen, job)
      return { project: changed(projectId), refused }
    },
    'project.orderDocuments': ({ projectId, documentIds }) => {
      projects.orderDocuments(projectId, documentIds)
      return changed(projectId)
    },
    'project.removeDocument': ({ projectId, documentId }) => {
      projects.setDocumentRemoved(documentIn(projectId, documentId), true)
      return changed(projectId)
    },
    'project.restoreDocument': ({ projectId, documentId }) => {
      projects.setDocumentRemoved(documentIn(projectId, documentId), false)
      return changed(projectId)
    },
    'project.fillOpeningForm': ({ projectId, values }) => {
      const { columns } = views.required(projectId).tender.openingForm
      const known = columns.map(({ id }) => [id, readableLine(values[id] ?? '', 2000)] as const)
      projects.setOpeningValues(projectId, Object.fromEntries(known))
      return changed(projectId)
    },
    'project.makeOpeningFormPdf': async ({ projectId }) => {
      const { tender, openingValues, bidder, sectionCode } = views.required(projectId)
      const { columns } = tender.openingForm
      for (const column of columns) {
        const reason = openingFormProblem(column, openingValues[column.id] ?? '')
        if (reason !== null) fail('project.opening-form-invalid', { reason })
      }
      const page = {
        tenderName: tender.project.name,
        tenderCode: tender.project.code,
        sectionName: tender.sections.find(({ code }) => code === sectionCode)?.name ?? '',
        bidderName: bidder?.enterpriseName ?? fail('project.bidder-missing', {}),
        columns,
        values: openingValues,
        createdAt: new Date(server.now()),
      }
      // Whoever writes PDFs is as large as all the rest of main.
      const { openingFormPdf } = await import('./opening-form-pdf.ts')
      const pdf = await openingFormPdf(page, join(resourcesFolder, 'fonts', 'NotoSansSC-Regular.ttf'))
      const nodeId =
        tender.nodes.find((node) => node.kind === 'openingForm')?.id ?? fail('input.invalid', { field: 'nodeId' })
      const file = await store.files.put(pdf)
      for (const earlier of projects.documents(projectId).filter((one) => one.nodeId === nodeId))
        projects.setDocumentRemoved(earlier, true)
      const documentId = randomUUID() as DocumentId
      projects.addDocument({ documentId, projectId, nodeId, name: '开标一览表', pageCount: 1, ...file })
      projects.setOpeningFormPdfValues(projectId, openingValues)
      return changed(projectId)
    },
    'project.cite': ({ projectId, nodeId, recordIds }) => {
      const node = views.required(projectId).tender.nodes.find(({ id }) => id === nodeId)
      if (node?.kind !== 'credit') return fail('input.invalid', { field: 'nodeId' })
      projects.cite(projectId, nodeId, [...new Set(recordIds)])
      return changed(projectId)
    },
    'project.check': ({ projectId }, job) => checkProject(desktop, projectId, job),
  }
}

/** A document is called as its file; whatever the phone could not show of that is left out. */
const documentNameOf = (path: string) => readableLine(basename(path).replace(/\.pdf$/i, ''), 120) || '未命名'

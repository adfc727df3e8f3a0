import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import type { DocumentId, ProjectId } from '../../contract/bid-project.ts'
import type { Handlers, Job } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { bytesOf } from '../../domain/byte-source.ts'
import { BidsealError, type Failure, fail } from '../../domain/failure.ts'
import { inspectPdf } from '../../domain/pdf/inspect-pdf.ts'
import { maxPdfBytes } from '../../domain/pdf/open-pdf.ts'
import { openingFormProblem } from '../../domain/project/opening-form.ts'
import { readableLine } from '../../domain/readable-line.ts'
import { openFileSource } from '../../node/file-source.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import type { PublishedTender } from '../../protocol/published-tender.ts'
import type { Desktop } from '../desktop.ts'
import { checkProject } from './check-project.ts'
import { createProject, downloadTender, type ImportedTender, readTender } from './import-tender.ts'
import { openingFormPdf } from './opening-form-pdf.ts'
import { fillSample } from './sample.ts'

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
  const { projects, views, store, server } = desktop
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

  async function attach(projectId: ProjectId, { nodeId, path, name }: { nodeId: string; path: string; name: string }) {
    const bytes = await readPdf(path)
    const { pageCount } = inspectPdf(bytes)
    const file = await store.files.put(bytes)
    projects.addDocument({ documentId: randomUUID() as DocumentId, projectId, nodeId, name, pageCount, ...file })
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
      const refused: { fileName: string; failure: Failure }[] = []
      for (const [i, path] of paths.entries()) {
        if (job.signal.aborted) fail('task.cancelled', {})
        job.report({ stage: 'working', step: 'checking', doneInBytes: i, totalInBytes: paths.length })
        try {
          await attach(projectId, { nodeId, path, name: documentNameOf(path) })
        } catch (error) {
          if (!(error instanceof BidsealError)) throw error
          refused.push({ fileName: basename(path), failure: error.failure })
        }
      }
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

/** Looks at the size before it reads. */
async function readPdf(path: string): Promise<Uint8Array> {
  const unreadable = (error: unknown) => fail('file.unreadable', { fileName: basename(path) }, error)
  const source = await openFileSource(path).catch(unreadable)
  try {
    const { sizeInBytes } = source
    if (sizeInBytes > maxPdfBytes) fail('pdf.too-large', { sizeInBytes, limitInBytes: maxPdfBytes })
    return await bytesOf(source).catch(unreadable)
  } finally {
    await source.close()
  }
}

/** A document is called as its file; whatever the phone could not show of that is left out. */
const documentNameOf = (path: string) => readableLine(basename(path).replace(/\.pdf$/i, ''), 120) || '未命名'

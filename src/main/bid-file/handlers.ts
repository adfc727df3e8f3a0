import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GeneratedBid } from '../../contract/bid-output.ts'
import type { Handlers } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import { fail } from '../../domain/failure.ts'
import { digestTail } from '../../protocol/tickets.ts'
import type { Desktop } from '../desktop.ts'
import { folderFailure } from '../store/folder-failure.ts'
import { bidWorker } from '../workers/pool.ts'
import { openBidDigests } from './bid-digests.ts'
import { generateBid } from './generate-bid.ts'
import { openKeyRing, type SecureStorage } from './key-ring.ts'
import { createRehearsing } from './rehearse.ts'
import type { StoredBidFile } from './repository.ts'
import { rewrapBid } from './rewrap.ts'
import { openersSheet, rehearsalSheet } from './sheets.ts'
import { openUnfinishedBids } from './unfinished-bids.ts'
import { uploadBid } from './upload-bid.ts'

type Names = Extract<keyof Handlers<DesktopContract>, `bidFile.${string}`>

export interface BidFileHandlersOptions {
  toolVersion: string
  /** Folder of the built workers. */
  workersFolder: string
  secureStorage: SecureStorage
  /** Asks for a bid file; null when the dialog was closed. */
  chooseBidFile: (windowId: number) => Promise<string | null>
  /** Asks where to write; null when the dialog was closed. */
  chooseFolder: (windowId: number) => Promise<string | null>
  showInFolder: (path: string) => void
  /** Prints a page of ours to PDF. */
  printToPdf: (html: string) => Promise<Uint8Array>
}

/** 生成投标文件, 谁能开标, 增加证书, 解密演练, 上传. */
export function bidFileHandlers(
  desktop: Desktop,
  {
    toolVersion,
    workersFolder,
    secureStorage,
    chooseBidFile,
    chooseFolder,
    showInFolder,
    printToPdf,
  }: BidFileHandlersOptions,
): Pick<Handlers<DesktopContract>, Names> {
  const { bidFiles, views, server, announce } = desktop
  const program = join(workersFolder, bidWorker)
  const digests = openBidDigests(desktop, program)
  const rehearse = createRehearsing(desktop, digests, program)
  const generating = {
    program,
    unfinished: openUnfinishedBids(desktop.store.unfinished, openKeyRing(secureStorage)),
  }

  const required = (bidFileId: string) => bidFiles.get(bidFileId) ?? fail('project.missing', {})

  function viewOf(bid: StoredBidFile): GeneratedBid {
    const { projectRevision, endsDigest: _, recipients, ...shown } = bid
    const { revision, tender } = views.required(bid.projectId)
    const opensAt = Date.parse(tender.deadlines.opensAt)
    const rehearsed = new Map(bidFiles.rehearsals(bid.bidFileId).map((one) => [digestTail(one.certificateDigest), one]))
    return {
      ...shown,
      recipients: recipients.map((recipient) => {
        const rehearsal = rehearsed.get(recipient.fingerprintTail)
        return {
          ...recipient,
          expiresBeforeOpening: recipient.notAfter < opensAt,
          rehearsal: rehearsal === undefined ? null : { at: rehearsal.rehearsedAt, outcome: rehearsal.outcome },
        }
      }),
      isCurrent: projectRevision === revision,
      isPresent: existsSync(join(bid.folder, bid.bidFileName)),
      isChanged: digests.isChanged(bid),
    }
  }

  async function printed(bidFileId: string) {
    const bid = await digests.of(required(bidFileId), { signal: new AbortController().signal, report: () => {} })
    return { ...viewOf(bid), digest: bid.digest }
  }

  /** Prints a sheet beside the bid file. */
  async function saveSheet(bid: Pick<StoredBidFile, 'folder' | 'bidFileName'>, suffix: string, html: string) {
    const fileName = bid.bidFileName.replace(/\.bdtf$/, `（${suffix}）.pdf`)
    const pdf = await printToPdf(html)
    await writeFile(join(bid.folder, fileName), pdf).catch((error: unknown) => {
      throw folderFailure(error, bid.folder)
    })
    return { fileName }
  }

  return {
    'bidFile.generate': async ({ projectId }, job) => {
      const folder = await chooseFolder(job.windowId)
      if (folder === null) return null
      const bid = await generateBid(desktop, generating, { projectId, folder, toolVersion }, job)
      digests.prepare(bid)
      announce('project.changed', { projectId })
      return viewOf(bid)
    },
    'bidFile.list': ({ projectId }) => {
      const listed = bidFiles.ofProject(projectId)
      for (const bid of listed) digests.prepare(bid)
      return { bidFiles: listed.map(viewOf) }
    },
    'bidFile.reveal': ({ bidFileId }) => {
      const { folder, bidFileName } = required(bidFileId)
      showInFolder(join(folder, bidFileName))
      return {}
    },
    'bidFile.saveSheet': async ({ bidFileId }) => {
      const bid = await printed(bidFileId)
      return saveSheet(bid, '谁能开标', openersSheet(bid, views.view(bid.projectId)))
    },
    'bidFile.rewrap': async ({ bidFileId }, job) => {
      const bid = bidFileId === undefined ? null : required(bidFileId)
      const path = bid === null ? await chooseBidFile(job.windowId) : join(bid.folder, bid.bidFileName)
      if (path === null) return null
      const { stored, ...rewrapped } = await rewrapBid(desktop, { ...generating, path }, job)
      if (stored !== null) {
        digests.prepare(stored)
        announce('project.changed', { projectId: stored.projectId })
      }
      return { ...rewrapped, isListed: stored !== null }
    },
    'bidFile.rehearse': async ({ bidFileId }, job) => {
      const bid = required(bidFileId)
      const { certificateDigest, outcome } = await rehearse(bid, job)
      announce('project.changed', { projectId: bid.projectId })
      const tail = digestTail(certificateDigest)
      const { personName } = bid.recipients.find((one) => one.fingerprintTail === tail) ?? { personName: '' }
      return { personName, outcome }
    },
    'bidFile.saveRehearsalSheet': async ({ bidFileId }) => {
      const bid = await printed(bidFileId)
      if (bid.recipients.every(({ rehearsal }) => rehearsal === null)) fail('bid-file.not-rehearsed', {})
      const html = rehearsalSheet(bid, views.view(bid.projectId), server.now())
      return saveSheet(bid, '演练证明', html)
    },
    'bidFile.upload': async ({ bidFileId }, job) => {
      const bid = required(bidFileId)
      await uploadBid(desktop, digests, bid, job)
      announce('project.changed', { projectId: bid.projectId })
      return viewOf(required(bidFileId))
    },
  }
}

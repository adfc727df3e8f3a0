import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GeneratedBid } from '../../contract/bid-output.ts'
import type { Handlers } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import { fail } from '../../domain/failure.ts'
import type { Desktop } from '../desktop.ts'
import { folderFailure } from '../store/folder-failure.ts'
import { bidWorker } from '../workers/pool.ts'
import { generateBid } from './generate-bid.ts'
import { openKeyRing, type SecureStorage } from './key-ring.ts'
import { openersSheet } from './openers-sheet.ts'
import type { StoredBidFile } from './repository.ts'
import { openUnfinishedBids } from './unfinished-bids.ts'
import { uploadBid } from './upload-bid.ts'

type Names = Extract<keyof Handlers<DesktopContract>, `bidFile.${string}`>

export interface BidFileHandlersOptions {
  toolVersion: string
  /** Folder of the built workers. */
  workersFolder: string
  secureStorage: SecureStorage
  /** Asks where to write; null when the dialog was closed. */
  chooseFolder: (windowId: number) => Promise<string | null>
  showInFolder: (path: string) => void
  /** Prints a page of ours to PDF. */
  printToPdf: (html: string) => Promise<Uint8Array>
}

/** 生成投标文件, 谁能开标, 上传. */
export function bidFileHandlers(
  desktop: Desktop,
  { toolVersion, workersFolder, secureStorage, chooseFolder, showInFolder, printToPdf }: BidFileHandlersOptions,
): Pick<Handlers<DesktopContract>, Names> {
  const { bidFiles, views, announce } = desktop
  const generating = {
    program: join(workersFolder, bidWorker),
    unfinished: openUnfinishedBids(desktop.store.unfinished, openKeyRing(secureStorage)),
  }

  const required = (bidFileId: string) => bidFiles.get(bidFileId) ?? fail('project.missing', {})

  function viewOf(bid: StoredBidFile): GeneratedBid {
    const { projectRevision, ...shown } = bid
    return {
      ...shown,
      isCurrent: projectRevision === views.required(bid.projectId).revision,
      isPresent: existsSync(join(bid.folder, bid.bidFileName)),
    }
  }

  return {
    'bidFile.generate': async ({ projectId }, job) => {
      const folder = await chooseFolder(job.windowId)
      if (folder === null) return null
      const bid = await generateBid(desktop, generating, { projectId, folder, toolVersion }, job)
      announce('project.changed', { projectId })
      return viewOf(bid)
    },
    'bidFile.list': ({ projectId }) => ({ bidFiles: bidFiles.ofProject(projectId).map(viewOf) }),
    'bidFile.reveal': ({ bidFileId }) => {
      const { folder, bidFileName } = required(bidFileId)
      showInFolder(join(folder, bidFileName))
      return {}
    },
    'bidFile.saveSheet': async ({ bidFileId }) => {
      const bid = required(bidFileId)
      const fileName = bid.bidFileName.replace(/\.bdtf$/, '（谁能开标）.pdf')
      const pdf = await printToPdf(openersSheet(bid, views.view(bid.projectId)))
      await writeFile(join(bid.folder, fileName), pdf).catch((error: unknown) => {
        throw folderFailure(error, bid.folder)
      })
      return { fileName }
    },
    'bidFile.upload': async ({ bidFileId }, job) => {
      const bid = required(bidFileId)
      await uploadBid(desktop, bid, job)
      announce('project.changed', { projectId: bid.projectId })
      return viewOf(required(bidFileId))
    },
  }
}

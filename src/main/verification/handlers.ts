import { randomUUID } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Handlers, Job } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { fail } from '../../domain/failure.ts'
import type { VerificationRecord } from '../../domain/verify/examine.ts'
import { reportJson } from '../../domain/verify/report-json.ts'
import type { Desktop } from '../desktop.ts'
import { folderFailure } from '../store/folder-failure.ts'
import { verificationOf } from './report-view.ts'
import type { VerificationWork } from './verification-work.ts'

/** Reports that can still be saved; of older ones the window shows no more. */
const keptRecords = 8

export interface VerificationHandlersOptions {
  tool: string
  fontPath: string
  chooseFile: (windowId: number) => Promise<string | null>
  /** The file that was dropped onto the window last; null when none was. */
  droppedFile: () => string | null
  chooseSavePath: (windowId: number, fileName: string) => Promise<string | null>
  work: VerificationWork
}

/** 打开并验证任意签章文件或投标文件, with nothing but pinned roots. */
export function verificationHandlers(
  desktop: Desktop,
  { tool, fontPath, chooseFile, droppedFile, chooseSavePath, work }: VerificationHandlersOptions,
): Pick<Handlers<DesktopContract>, 'verification.open' | 'verification.save'> {
  const records = new Map<string, VerificationRecord>()

  function keep(record: VerificationRecord): string {
    const verificationId = randomUUID()
    records.set(verificationId, record)
    for (const oldest of [...records.keys()].slice(0, -keptRecords)) records.delete(oldest)
    return verificationId
  }

  return {
    'verification.open': async ({ from }, job) => {
      const path = from === 'drop' ? droppedFile() : await chooseFile(job.windowId)
      if (path === null) return null
      const { roots, intermediates, revocationLists } = await desktop.trust()
      const trust = {
        roots: roots.map(({ der }) => der),
        intermediates: intermediates.map(({ der }) => der),
        revocationLists: revocationLists.map(({ der }) => der),
      }
      const { size } = await stat(path).catch((error: unknown) =>
        fail('file.unreadable', { fileName: basename(path) }, error),
      )
      const order = { path, tool, now: new Date(desktop.server.now()), trust }
      const record = await work('examine', order, { signal: job.signal, tell: progressOf(job, 2 * size) })
      return { verificationId: keep(record), ...verificationOf(record) }
    },
    'verification.save': async ({ verificationId, as }, job) => {
      const record = records.get(verificationId) ?? fail('input.invalid', { field: 'verificationId' })
      const path = await chooseSavePath(job.windowId, `${record.file.name}（验证报告）.${as}`)
      if (path === null) return null
      const bytes = as === 'json' ? `${JSON.stringify(reportJson(record), null, 2)}\n` : await print(record, job)
      await writeFile(path, bytes).catch((error: unknown) => {
        throw folderFailure(error, dirname(path))
      })
      return { fileName: basename(path) }
    },
  }

  function print(record: VerificationRecord, { signal }: Job<WorkProgress>): Promise<Uint8Array> {
    return work('print', { record, fontPath }, { signal, tell: () => {} })
  }
}

const progressOf =
  ({ report }: Job<WorkProgress>, totalInBytes: number) =>
  (doneInBytes: number) =>
    report({ stage: 'working', step: 'verifying', doneInBytes, totalInBytes })

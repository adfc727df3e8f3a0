import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
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
import type { VerificationWork } from './verification-thread.ts'

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
      const order = { kind: 'examine', path, tool, now: new Date(desktop.server.now()), trust } as const
      const answer = await work(order, watchedBy(job))
      if (answer.kind !== 'examined') throw new TypeError('an examination ends with a record')
      return { verificationId: keep(answer.record), ...verificationOf(answer.record) }
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

  async function print(record: VerificationRecord, job: Job<WorkProgress>): Promise<Uint8Array> {
    const answer = await work({ kind: 'print', record, fontPath }, watchedBy(job))
    if (answer.kind !== 'printed') throw new TypeError('printing ends with a document')
    return answer.pdf
  }
}

const watchedBy = ({ signal, report }: Job<WorkProgress>) => ({
  signal,
  onProgress: (doneInBytes: number, totalInBytes: number) =>
    report({ stage: 'working', step: 'verifying', doneInBytes, totalInBytes }),
})

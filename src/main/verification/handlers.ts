import { basename } from 'node:path'
import type { Handlers } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import type { ByteSource } from '../../domain/byte-source.ts'
import { bytesOf } from '../../domain/byte-source.ts'
import { fail } from '../../domain/failure.ts'
import { maxPdfBytes } from '../../domain/pdf/open-pdf.ts'
import { recognizeFile } from '../../domain/verify/recognize.ts'
import type { Report } from '../../domain/verify/report.ts'
import type { Trust } from '../../domain/verify/trust.ts'
import { verifyBidFile } from '../../domain/verify/verify-bid-file.ts'
import { verifyPdf } from '../../domain/verify/verify-pdf.ts'
import { verifyPlainCopy } from '../../domain/verify/verify-plain-copy.ts'
import { verifyTenderFile } from '../../domain/verify/verify-tender-file.ts'
import { openFileSource } from '../../node/file-source.ts'
import type { Desktop } from '../desktop.ts'
import { reportView } from './report-view.ts'

/** 打开并验证任意签章文件或投标文件, with nothing but pinned roots. */
export function verificationHandlers(
  desktop: Desktop,
  chooseFile: (windowId: number) => Promise<string | null>,
): Pick<Handlers<DesktopContract>, 'verification.chooseFile'> {
  return {
    'verification.chooseFile': async (_, job) => {
      const path = await chooseFile(job.windowId)
      if (path === null) return null
      const fileName = basename(path)
      const source = await openFileSource(path).catch((error: unknown) => fail('file.unreadable', { fileName }, error))
      try {
        job.report({ stage: 'working', step: 'verifying', doneInBytes: 0, totalInBytes: source.sizeInBytes })
        const report = await verifyAny(source, await desktop.trust(), {
          signal: job.signal,
          onProgress: (doneInBytes) =>
            job.report({ stage: 'working', step: 'verifying', doneInBytes, totalInBytes: source.sizeInBytes }),
        })
        if (report !== null) return reportView(fileName, report)
        return {
          fileName,
          verdict: 'unreadable' as const,
          summary: '不是签章文件，也不是投标文件',
          checks: [],
          seals: [],
        }
      } finally {
        await source.close()
      }
    },
  }
}

async function verifyAny(
  source: ByteSource,
  trust: Trust,
  options: { signal: AbortSignal; onProgress: (doneInBytes: number) => void },
): Promise<Report | null> {
  switch (await recognizeFile(source)) {
    case 'pdf':
      if (source.sizeInBytes > maxPdfBytes)
        fail('pdf.too-large', { sizeInBytes: source.sizeInBytes, limitInBytes: maxPdfBytes })
      return verifyPdf(await bytesOf(source), trust)
    case 'bid-file':
      return verifyBidFile(source, trust, options)
    case 'plain-copy':
      return verifyPlainCopy(source, trust, { signal: options.signal })
    case 'tender-file':
      return verifyTenderFile(source, trust)
    case null:
      return null
  }
}

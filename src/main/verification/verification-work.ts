import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fail } from '../../domain/failure.ts'
import { examineFile, type VerificationRecord } from '../../domain/verify/examine.ts'
import { reportPdf } from '../../domain/verify/report-pdf.ts'
import { readTrust } from '../../domain/verify/trust.ts'
import { openFileSource } from '../../node/file-source.ts'

/** What a thread is asked to do: plain data, so that it can cross. */
export type VerificationOrder =
  | {
      kind: 'examine'
      path: string
      tool: string
      now: Date
      /** DER. */
      trust: { roots: Uint8Array[]; intermediates: Uint8Array[]; revocationLists: Uint8Array[] }
    }
  | { kind: 'print'; record: VerificationRecord; fontPath: string }

export type VerificationAnswer = { kind: 'examined'; record: VerificationRecord } | { kind: 'printed'; pdf: Uint8Array }

export type OnProgress = (doneInBytes: number, totalInBytes: number) => void

/** Does one order. Fails with `file.unreadable` and as `examineFile`. */
export async function doVerification(order: VerificationOrder, onProgress: OnProgress): Promise<VerificationAnswer> {
  if (order.kind === 'print')
    return { kind: 'printed', pdf: await reportPdf(order.record, await readFile(order.fontPath)) }
  const { path, tool, now, trust } = order
  const fileName = basename(path)
  const source = await openFileSource(path).catch((error: unknown) => fail('file.unreadable', { fileName }, error))
  try {
    const subject = { source, fileName, tool, now }
    return { kind: 'examined', record: await examineFile(subject, readTrust(trust), { onProgress }) }
  } finally {
    await source.close()
  }
}

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { examineFile } from '../../domain/verify/examine.ts'
import { reportPdf } from '../../domain/verify/report-pdf.ts'
import { readTrust } from '../../domain/verify/trust.ts'
import { openChosenFile } from '../../node/file-source.ts'
import type { Acts } from '../workers/orders.ts'
import type { VerificationOrders } from './verification-work.ts'

/** What the verification's thread does. */
export const verificationActs: Acts<VerificationOrders> = {
  async examine({ path, tool, now, trust }, tell) {
    const fileName = basename(path)
    const source = await openChosenFile(path, fileName)
    try {
      const record = await examineFile({ source, fileName, tool, now }, readTrust(trust), { onProgress: tell })
      // What was verified and what was digested are two readings: the report is about one file.
      await source.requireUnchanged()
      return record
    } finally {
      await source.close()
    }
  },
  print: async ({ record, fontPath }) => reportPdf(record, await readFile(fontPath)),
}

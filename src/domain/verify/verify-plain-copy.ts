import { type BidContents, requireFiles } from '../bid-file/contents.ts'
import { type PlainCopy, readPlainCopy } from '../bid-file/plain-copy.ts'
import { type ByteSource, syncSourceOf } from '../byte-source.ts'
import { BidsealError } from '../failure.ts'
import { contentOf } from '../zip/read-zip.ts'
import { type Check, failed, ownClock, type PdfReport, type PlainCopyReport, passed, verdictOf } from './report.ts'
import { failureFinding, type Trust } from './trust.ts'
import { checkStatement, checkStatementSigner, claimsOf } from './verify-bid-file.ts'
import { verifyPdf } from './verify-pdf.ts'

/**
 * Verifies a plain copy: structure, signed statement, every file, the signer, and every seal in its PDFs. A PDF that has
 * no seal is no fault: which ones must be sealed is the tender's business. `task.cancelled` is thrown.
 */
export async function verifyPlainCopy(
  source: ByteSource,
  trust: Trust,
  options: { signal?: AbortSignal; onProgress?: (filesDone: number) => void } = {},
): Promise<PlainCopyReport> {
  let plainCopy: PlainCopy
  try {
    plainCopy = await readPlainCopy(source)
  } catch (error) {
    const checks = [failed(topicOf(error), failureFinding(error))]
    return { kind: 'plain-copy', verdict: verdictOf(checks), checks, claims: null, documents: [] }
  }
  const { contents, signed } = plainCopy
  const checks: Check[] = [
    passed('format', { kind: 'readable' }),
    checkStatement(signed),
    await checkFiles(source, contents, options),
    ...checkStatementSigner(signed, trust),
    passed('algorithm', { kind: 'algorithm-known', algorithm: 'SM2-SM3' }),
    ownClock(new Date(signed.statement.created)),
  ]
  const documents = await verifyDocuments(source, contents, trust)
  const sealed = documents.flatMap(({ report }) => report.seals.flatMap((seal) => seal.checks))
  return { kind: 'plain-copy', verdict: verdictOf([...checks, ...sealed]), checks, claims: claimsOf(signed), documents }
}

async function checkFiles(
  source: ByteSource,
  contents: BidContents,
  options: { signal?: AbortSignal; onProgress?: (filesDone: number) => void },
): Promise<Check> {
  try {
    await requireFiles(source, contents, options)
    return passed('files', { kind: 'files-listed', count: contents.manifest.files.length })
  } catch (error) {
    if (error instanceof BidsealError && error.failure.code === 'task.cancelled') throw error
    return failed('files', failureFinding(error))
  }
}

async function verifyDocuments(source: ByteSource, { manifest, entries }: BidContents, trust: Trust) {
  const documents: { path: string; report: PdfReport }[] = []
  for (const { path } of manifest.files) {
    const entry = entries.get(path)
    if (entry === undefined || !path.toLowerCase().endsWith('.pdf')) continue
    documents.push({ path, report: await verifyPdf(await syncSourceOf(contentOf(source, entry)), trust) })
  }
  return documents
}

function topicOf(error: unknown): Check['topic'] {
  if (!(error instanceof BidsealError)) return 'format'
  const { code } = error.failure
  if (code === 'bid-file.manifest-invalid' || code === 'zip.entry-compressed') return 'format'
  return code.startsWith('zip.') ? 'files' : 'statement'
}

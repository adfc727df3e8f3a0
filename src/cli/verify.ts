import { readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fail } from '../domain/failure.ts'
import { examineFile } from '../domain/verify/examine.ts'
import type { Verdict } from '../domain/verify/report.ts'
import { reportJson } from '../domain/verify/report-json.ts'
import { reportPdf } from '../domain/verify/report-pdf.ts'
import { reportText } from '../domain/verify/report-text.ts'
import { readTrustFolder } from './read-trust.ts'
import { withFile } from './with-file.ts'

/** What a command prints, in one of two forms, and the exit code it ends with. */
export interface CommandResult {
  text: string
  json: unknown
  exitCode: number
}

const house = join(import.meta.dirname, '../..')
const exitCodes: Record<Verdict, number> = { valid: 0, invalid: 1, unreadable: 2 }

/** Verifies a file; with `reportPath` writes the report as a PDF as well. Fails with `file.unwritable` when it cannot. */
export async function verifyFile(
  path: string,
  trustFolder: string | null,
  reportPath: string | null = null,
): Promise<CommandResult> {
  const trust = await readTrustFolder(trustFolder)
  const subject = { fileName: basename(path), tool: await toolName(), now: new Date() }
  const record = await withFile(path, (source) => examineFile({ source, ...subject }, trust))
  if (reportPath !== null) {
    const font = await readFile(join(house, 'resources/fonts/NotoSansSC-Regular.ttf'))
    await writeFile(reportPath, await reportPdf(record, font)).catch((error: unknown) =>
      fail('file.unwritable', { folder: dirname(reportPath) }, error),
    )
  }
  return { text: reportText(record), json: reportJson(record), exitCode: exitCodes[record.report.verdict] }
}

async function toolName(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(house, 'package.json'), 'utf8')) as { version: string }
  return `封标 ${version}`
}

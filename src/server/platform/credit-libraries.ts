import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CreditRecord } from '../../domain/credit-library/record.ts'
import { demoCreditLibrarySchema, resolveValidUntil } from '../../domain/demo/demo-world.ts'
import type { SentFile } from '../http/send-file.ts'

export interface CreditLibraries {
  records(enterpriseId: string): CreditRecord[]
  /** Null unless one of the enterprise's own records lists an attachment of this id. */
  attachment(enterpriseId: string, attachmentId: string): SentFile | null
}

/** The credit libraries (诚信库) of the demo world, as they stand in its folder. */
export function createDemoCreditLibraries(demoFolder: string, startedAt: number): CreditLibraries {
  const folderOf = (enterpriseId: string) => join(demoFolder, 'credit', enterpriseId)

  function records(enterpriseId: string): CreditRecord[] {
    const path = join(folderOf(enterpriseId), 'library.json')
    if (!existsSync(path)) return []
    const library = demoCreditLibrarySchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    return library.records.map((record) => ({ ...record, validUntil: resolveValidUntil(record.validUntil, startedAt) }))
  }

  return {
    records,
    attachment(enterpriseId, attachmentId) {
      // The path comes out of the library, never out of the request.
      const found = records(enterpriseId)
        .flatMap(({ attachments }) => attachments)
        .find(({ id }) => id === attachmentId)
      if (found === undefined) return null
      return { path: join(folderOf(enterpriseId), found.file), fileName: found.file, mediaType: found.mediaType }
    },
  }
}

export const noCreditLibraries: CreditLibraries = { records: () => [], attachment: () => null }

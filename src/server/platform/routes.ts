import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { fail } from '../../domain/failure.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import type { Accounts } from '../accounts/repository.ts'
import type { Callers } from '../http/callers.ts'
import { sendFile } from '../http/send-file.ts'
import { paramsOf, type Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import type { DesktopTokenRow } from '../tickets/repository.ts'
import type { CreditLibraries } from './credit-libraries.ts'
import type { Platform } from './repository.ts'

interface PlatformParts {
  parts: Parts
  platform: Platform
  accounts: Accounts
  libraries: CreditLibraries
  callers: Callers
}

export const tenderPath = (dataFolder: string, tenderId: string) => join(dataFolder, 'tenders', `${tenderId}.bdzf`)

/** What the platform publishes: tenders to anybody, the credit library to its owner. */
export function servePlatform(app: FastifyInstance, serve: Serve, given: PlatformParts): void {
  const { parts, platform, accounts, libraries, callers } = given

  serve.anybody(platformRoutes.time, () => ({ serverTime: parts.now(), isDemo: parts.isDemo }))
  serve.anybody(platformRoutes.tenders, () => ({ tenders: platform.published() }))

  app.get('/api/tenders/:tenderId/file', (request, reply) => {
    const row = platform.tender(paramsOf(request).tenderId ?? '') ?? fail('request.not-found', {})
    const path = tenderPath(parts.dataFolder, row.tender_id)
    return sendFile(request, reply, { path, fileName: row.file_name, mediaType: 'application/zip' })
  })

  function enterpriseIdOf({ scope, social_credit_code }: DesktopTokenRow): string {
    if (scope !== 'sync-credit') return fail('request.forbidden', {})
    return accounts.enterprise(social_credit_code)?.enterprise_id ?? fail('request.not-found', {})
  }

  serve.desktop(platformRoutes.creditLibrary, ({ desktop }) => ({
    records: libraries.records(enterpriseIdOf(desktop)),
  }))

  app.get('/api/credit-library/attachments/:attachmentId', (request, reply) => {
    const { desktop } = callers.desktop(request)
    const { attachmentId = '' } = paramsOf(request)
    const file = libraries.attachment(enterpriseIdOf(desktop), attachmentId) ?? fail('request.not-found', {})
    return sendFile(request, reply, file)
  })
}

import type { CreditRecordView } from '../../contract/bid-project.ts'
import type { Handlers } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import { bytesOfHex } from '../../domain/bytes.ts'
import { type CreditRecord, validUntilMs } from '../../domain/credit-library/record.ts'
import { fail } from '../../domain/failure.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import type { Desktop } from '../desktop.ts'
import { requirePresence } from '../identity/handlers.ts'
import { askPhone } from '../tickets/ask-phone.ts'
import { download } from '../tickets/download.ts'
import { platformToken } from '../tickets/platform-token.ts'
import type { StoredAttachment } from './repository.ts'

/** 诚信库: synced by one scan, then cited offline. */
export function creditLibraryHandlers(
  desktop: Desktop,
): Pick<Handlers<DesktopContract>, 'creditLibrary.sync' | 'creditLibrary.list'> {
  const { views, server, library, store, announce } = desktop

  /** Fetches one attachment and holds it against the record's size and SM3 ⚔ a platform that serves other files. */
  async function fetchAttachment(
    { id, file, sm3, sizeInBytes }: CreditRecord['attachments'][number],
    { token, signal }: { token: string; signal: AbortSignal },
  ): Promise<StoredAttachment> {
    const path = `/api/credit-library/attachments/${encodeURIComponent(id)}`
    const digest = bytesOfHex(sm3) ?? new Uint8Array()
    const stored = await store.files.putPieces(download(server, { path, token, signal, sizeInBytes, digest }))
    return { attachmentId: id, fileName: file, ...stored }
  }

  return {
    'creditLibrary.sync': async ({ projectId }, job) => {
      const { bidder } = views.required(projectId)
      if (bidder === null) return fail('project.bidder-missing', {})
      const { enterpriseName, socialCreditCode } = bidder
      const asked = await askPhone<'sync-credit'>(
        server,
        { kind: 'sync-credit', enterpriseName, socialCreditCode },
        job,
      )
      await requirePresence(desktop, asked, socialCreditCode)
      const { signal } = job
      const { token } = await platformToken(server, asked, signal)
      const { records } = await server.call(platformRoutes.creditLibrary, { body: {}, token, signal })
      const wanted = records.flatMap((record) => record.attachments)
      const totalInBytes = wanted.reduce((sum, attachment) => sum + attachment.sizeInBytes, 0)
      const attachments: StoredAttachment[] = []
      let doneInBytes = 0
      for (const attachment of wanted) {
        job.report({ stage: 'working', step: 'downloading', doneInBytes, totalInBytes })
        attachments.push(await fetchAttachment(attachment, { token, signal }))
        doneInBytes += attachment.sizeInBytes
      }
      library.replace(socialCreditCode, Math.round(server.now()), records, attachments)
      announce('project.changed', { projectId })
      return { records: records.length, attachments: attachments.length }
    },
    'creditLibrary.list': ({ projectId }) => {
      const { bidder } = views.required(projectId)
      if (bidder === null) return { syncedAt: null, records: [] }
      const { socialCreditCode } = bidder
      return {
        syncedAt: library.syncedAt(socialCreditCode),
        records: library.records(socialCreditCode).map(recordView),
      }
    },
  }
}

function recordView(record: CreditRecord): CreditRecordView {
  const facts = [
    ['证书编号', record.number],
    ['颁发单位', record.issuer],
    ['颁发日期', record.issuedOn],
  ] as const
  return {
    recordId: record.id,
    kind: record.kind,
    title: record.title,
    fields: [...facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }])), ...record.fields],
    validUntil: validUntilMs(record),
    attachments: record.attachments.map((attachment) => ({
      attachmentId: attachment.id,
      fileName: attachment.title,
      sizeInBytes: attachment.sizeInBytes,
      url: `app://desktop/files/credit/${attachment.id}${attachment.mediaType === 'image/png' ? '.png' : '.pdf'}`,
    })),
  }
}

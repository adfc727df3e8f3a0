import { stat } from 'node:fs/promises'
import { hexOf } from '../../domain/bytes.ts'
import { BidsealError, type Failure } from '../../domain/failure.ts'
import { createSm3 } from '../../domain/sm/sm3.ts'
import type { MeasuredEntry } from '../../domain/zip/write-zip.ts'
import { identityOf } from '../../node/file-identity.ts'
import type { Desktop } from '../desktop.ts'
import type { StoredProject } from '../project/repository.ts'
import type { BlobName } from '../store/file-store.ts'
import type { KnownPasses } from '../store/known-passes.ts'
import type { WorkerPool } from '../workers/pool.ts'
import type { FileToMeasure, GeneratingOrders } from './orders.ts'
import { measureFiles, sizeOfAll, type Tell } from './seal-chunks.ts'

/** A file of the store under the name that it gets in the bid, and its identity when it was listed. */
export type BidSource = FileToMeasure & { blob: BlobName; identity: string }

/**
 * Everything that goes into a bid, in the order of the tender's nodes: the documents, then the attachments of cited
 * records. Files of the store never change, so they are the snapshot. Failures:
 * `project.document-damaged`, `credit-library.attachment-damaged`.
 */
export async function bidSources({ projects, library, store }: Desktop, project: StoredProject) {
  const documents = projects.documents(project.projectId)
  const citations = projects.citations(project.projectId)
  const code = project.bidder?.socialCreditCode ?? ''
  const records = new Map(library.records(code).map((record) => [record.id, record]))
  const attachments = new Map(library.attachments(code).map((file) => [file.attachmentId, file]))
  const listed: { name: string; blob: string; damaged: Failure }[] = []
  for (const [place, node] of project.tender.nodes.entries()) {
    // Numbered, because two nodes may have one title.
    const folder = numbered(place, node.title)
    for (const [i, document] of documents.filter((one) => one.nodeId === node.id).entries())
      listed.push({
        name: `${folder}/${numbered(i, document.name)}.pdf`,
        blob: document.blob,
        damaged: { code: 'project.document-damaged', details: { name: document.name } },
      })
    for (const { record_id } of citations.filter((one) => one.node_id === node.id))
      for (const [i, { id, mediaType }] of (records.get(record_id)?.attachments ?? []).entries()) {
        const blob = attachments.get(id)?.blob
        const title = records.get(record_id)?.title ?? record_id
        const ending = mediaType === 'image/png' ? 'png' : 'pdf'
        if (blob !== undefined)
          listed.push({
            name: `${folder}/${numbered(i, title)}-${id}.${ending}`,
            blob,
            damaged: { code: 'credit-library.attachment-damaged', details: { name: title } },
          })
      }
  }
  const files: BidSource[] = []
  for (const { name, blob, damaged } of listed) {
    const path = store.files.pathOf(blob)
    const status = await stat(path, { bigint: true }).catch(() => null)
    if (status?.isFile() !== true) throw new BidsealError(damaged)
    files.push({ name, path, sizeInBytes: Number(status.size), blob, identity: identityOf(status) })
  }
  return {
    files,
    totalInBytes: sizeOfAll(files),
    /** What it means that the file of this name is not what was stored. */
    damageOf: (name: string): Failure | null => listed.find((one) => one.name === name)?.damaged ?? null,
    /** Holds what was packed against the names in the store. Fails with the damaged file's own failure. */
    requireUndamaged(packed: readonly Pick<MeasuredEntry, 'name' | 'sm3'>[]) {
      const digests = new Map(packed.map(({ name, sm3 }) => [name, hexOf(sm3)]))
      const other = listed.find(({ name, blob }) => digests.get(name) !== blob)
      if (other !== undefined) throw new BidsealError(other.damaged)
    },
  }
}

/**
 * Size, SM3 and CRC-32 of every file: from a pass that is known where the file is the same since, else from one that is made
 * now, and remembered. Fails with `zip.source-changed`. `tell` hears how many bytes are done.
 */
export async function measureSources(
  pool: WorkerPool<GeneratingOrders>,
  files: readonly BidSource[],
  { passes, tell }: { passes: KnownPasses; tell: Tell },
): Promise<MeasuredEntry[]> {
  const measured = new Map<string, MeasuredEntry>()
  const unread: BidSource[] = []
  let knownInBytes = 0
  for (const file of files) {
    const { name, sizeInBytes, blob, identity } = file
    const pass = passes.of(blob)
    if (pass === null || pass.identity !== identity) {
      unread.push(file)
      continue
    }
    measured.set(name, { name, sizeInBytes, sm3: createSm3(pass.digest).digest(), crc32: pass.crc32 })
    knownInBytes += sizeInBytes
  }
  tell(knownInBytes)
  for (const { pass, ...entry } of await measureFiles(pool, unread, (done) => tell(knownInBytes + done))) {
    measured.set(entry.name, entry)
    passes.remember(hexOf(entry.sm3), pass)
  }
  return files.flatMap(({ name }) => measured.get(name) ?? [])
}

const numbered = (i: number, name: string) => `${String(i + 1).padStart(2, '0')}-${fileName(name)}`

/** A title as part of an archive name that every system takes: see `isSafeEntryName`. */
const fileName = (title: string) => {
  const safe = title.normalize('NFC').replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cs}]/gu, '_')
  // A folder, a file and an attachment's id together stay below the longest name.
  return [...safe]
    .slice(0, 60)
    .join('')
    .replace(/[. ]+$/, '')
}

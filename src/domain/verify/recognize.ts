import { z } from 'zod'
import { manifestName, manifestSizeLimit } from '../bid-file/manifest.ts'
import type { ByteSource } from '../byte-source.ts'
import { utf8Text } from '../bytes.ts'
import { parseJson } from '../canonical-json.ts'

/** Kinds of files that can be verified. */
export type FileKind = 'pdf' | 'bid-file' | 'plain-copy' | 'tender-file'

const manifestSchema = z.object({ format: z.string() })

/** What kind of file this is, by its content and not by its name; null for anything else. */
export async function recognizeFile(source: ByteSource): Promise<FileKind | null> {
  const start = await source.read(0, Math.min(1024, source.sizeInBytes))
  if (startsWith(start, 'BIDENC')) return 'bid-file'
  if (startsWith(start, 'PK\u0003\u0004') && startsWith(start.subarray(30), manifestName))
    return recognizeArchive(source, start)
  // Readers accept a PDF whose header stands anywhere in the first kilobyte.
  return String.fromCharCode(...start).includes('%PDF-') ? 'pdf' : null
}

/** An archive is what its manifest says; a bid whose manifest is damaged is still a bid. */
async function recognizeArchive(source: ByteSource, start: Uint8Array): Promise<FileKind> {
  const sizeInBytes = new DataView(start.buffer, start.byteOffset).getUint32(22, true)
  const contentStart = 30 + manifestName.length
  if (sizeInBytes > manifestSizeLimit || contentStart + sizeInBytes > source.sizeInBytes) return 'plain-copy'
  const manifest = manifestSchema.safeParse(parseJson(await source.read(contentStart, sizeInBytes)))
  return manifest.data?.format === 'bidseal-tender-file' ? 'tender-file' : 'plain-copy'
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return utf8Text(bytes.subarray(0, text.length)) === text
}

import type { ByteSource } from '../byte-source.ts'
import { utf8Text } from '../bytes.ts'

/** Kinds of files that can be verified. */
export type FileKind = 'pdf' | 'bid-file' | 'plain-copy'

/** What kind of file this is, by its first bytes and not by its name; null for anything else. */
export async function recognizeFile(source: ByteSource): Promise<FileKind | null> {
  const start = await source.read(0, Math.min(1024, source.sizeInBytes))
  if (startsWith(start, 'BIDENC')) return 'bid-file'
  if (startsWith(start, 'PK\u0003\u0004')) return startsWith(start.subarray(30), 'manifest.json') ? 'plain-copy' : null
  // Readers accept a PDF whose header stands anywhere in the first kilobyte.
  return String.fromCharCode(...start).includes('%PDF-') ? 'pdf' : null
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return utf8Text(bytes.subarray(0, text.length)) === text
}

import { type ByteSource, bytesOf } from '../byte-source.ts'
import { fail } from '../failure.ts'
import { contentOf, readEntry } from '../zip/read-zip.ts'
import { type BidContents, readContents } from './contents.ts'
import { requireSignedManifest } from './open.ts'
import { statementName } from './pack.ts'
import { readSignedStatement, type SignedStatement, signedStatementLimit } from './trailer.ts'

/** A plain copy whose structure and statement were read; its files are still to be checked. */
export interface PlainCopy {
  contents: BidContents
  signed: SignedStatement
}

/**
 * Reads a plain copy (非加密投标文件) and verifies that the statement in it is over its manifest. The chain of the signer
 * is the caller's to verify, the files `requireFiles`'s. Failures: those of `readContents`, `readSignedStatement` and
 * `requireSignedManifest`.
 */
export async function readPlainCopy(source: ByteSource): Promise<PlainCopy> {
  const contents = await readContents(source, statementName)
  const entry = contents.entries.get(statementName)
  if (entry === undefined || entry.sizeInBytes > signedStatementLimit)
    fail('bid-file.statement-invalid', { reason: 'too large' })
  for await (const _ of readEntry(source, entry));
  const signed = readSignedStatement(await bytesOf(contentOf(source, entry)))
  requireSignedManifest(contents, signed)
  return { contents, signed }
}

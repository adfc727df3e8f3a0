import { sm3 } from '../sm/sm3.ts'
import { crc32 } from '../zip/crc32.ts'
import { listedFileOf } from '../zip/listed-files.ts'
import { type MeasuredEntry, requireNames } from '../zip/write-zip.ts'
import { type ZipEntry, zipSize } from '../zip/zip-records.ts'
import { type BidManifest, encodeManifest, manifestName } from './manifest.ts'

/** Name of the entry of a plain copy (非加密投标文件) that holds the signed statement. */
export const statementName = 'statement.p7s'

/** What a bid will hold, measured before a byte is encrypted. The manifest fixes every byte of the archive. */
export interface BidOutline {
  manifest: BidManifest
  manifestBytes: Uint8Array
  /** SM3 of `manifest.json`, 32 bytes. */
  manifestDigest: Uint8Array
  /** The manifest first, then the files in their order. */
  entries: readonly ZipEntry[]
  /** Exact length of the archive. */
  sizeInBytes: number
}

/** What the caller says about a bid; the list of files is measured. */
export type BidDescription = Omit<BidManifest, 'format' | 'version' | 'files'>

/** Writes the manifest of files that were measured, in their order. Failures: `zip.name-unsafe`, `zip.entry-duplicate`. */
export function outlineBid(description: BidDescription, files: readonly MeasuredEntry[]): BidOutline {
  requireNames([manifestName, statementName, ...files.map((file) => file.name)])
  const manifest: BidManifest = { ...description, format: 'bidseal-bid', version: 1, files: files.map(listedFileOf) }
  const manifestBytes = encodeManifest(manifest)
  const first = { name: manifestName, sizeInBytes: manifestBytes.length, crc32: crc32(manifestBytes) }
  const entries = [first, ...files.map(({ name, sizeInBytes, crc32: sum }) => ({ name, sizeInBytes, crc32: sum }))]
  return { manifest, manifestBytes, manifestDigest: sm3(manifestBytes), entries, sizeInBytes: zipSize(entries) }
}

/** The entries of the plain copy: those of the bid, then the signed statement (SignedData DER). */
export function plainCopyEntries({ entries }: BidOutline, signedStatement: Uint8Array): ZipEntry[] {
  const last = { name: statementName, sizeInBytes: signedStatement.length, crc32: crc32(signedStatement) }
  return [...entries, last]
}

import type { BidManifest } from '../../domain/bid-file/manifest.ts'
import type { Check, PdfReport } from '../../domain/verify/report.ts'
import type { ListedFile } from '../../domain/zip/listed-files.ts'
import type { LocatedEntry } from '../../domain/zip/read-zip.ts'

/** DER of what is trusted, as it crosses to a thread. */
export interface TrustDer {
  roots: Uint8Array[]
  intermediates: Uint8Array[]
  revocationLists: Uint8Array[]
}

/** A listed file, where it stands in the archive, and where it comes to stand. */
export interface FileToTakeOut {
  entry: LocatedEntry
  listed: ListedFile
  to: string
}

/** Files that stand behind one another; bytes of all together. */
export interface RunOfFiles {
  sizeInBytes: number
  files: FileToTakeOut[]
}

/** What the threads do when a bid is opened. */
export type OpeningOrders = {
  /** Before `contents` and `takeOut`, on every thread. Failures: those of `requireOpenable`. */
  prepareOpening: { order: { path: string; fileKey: Uint8Array }; answer: null }
  /**
   * Reads the archive's directory and manifest; entries in the order of the archive. Failures: those of
   * `readDirectoryContents`, `requireSignedManifest` and `ChunkCipher.open`.
   */
  contents: { order: null; answer: { manifest: BidManifest; entries: LocatedEntry[] } }
  /**
   * Opens chunks and writes the files in them to paths of their own, digesting them on the way; runs side by side. Failures: `zip.damaged`, `zip.entry-changed`, `file.disk-full`,
   * `file.unwritable`, `file.unreadable`, those of `ChunkCipher.open`.
   */
  takeOut: { order: readonly RunOfFiles[]; answer: null }
  /** Overwrites the keys. */
  forgetOpening: { order: null; answer: null }
  /** What the verifier says of the bid itself. */
  judgeBid: { order: { path: string; fileCount: number; trust: TrustDer }; answer: Check[] }
  /** What the verifier says of the seals of one PDF that was taken out; null when it has none. Failure: `file.unwritable`. */
  judgePdf: { order: FileToTakeOut & { path: string; trust: TrustDer }; answer: PdfReport | null }
}

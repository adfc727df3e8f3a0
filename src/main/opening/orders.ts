import type { BidManifest } from '../../domain/bid-file/manifest.ts'
import type { Check, PdfReport } from '../../domain/verify/report.ts'
import type { ListedFile } from '../../domain/zip/listed-files.ts'
import type { LocatedEntry } from '../../domain/zip/read-zip.ts'
import type { Span } from '../bid-file/orders.ts'

/** DER of what is trusted, as it crosses to a thread. */
export interface TrustDer {
  roots: Uint8Array[]
  intermediates: Uint8Array[]
  revocationLists: Uint8Array[]
}

/** A listed file and where it stands in the quarantined archive. */
export interface QuarantinedFile {
  sizeInBytes: number
  quarantinePath: string
  entry: LocatedEntry
  listed: ListedFile
}

/** What the threads do when a bid is opened. */
export type OpeningOrders = {
  /** Before `open`, on every thread. Failures: those of `requireOpenable`. */
  prepareOpening: { order: { path: string; fileKey: Uint8Array; quarantinePath: string }; answer: null }
  /**
   * Opens the chunks of a span into their places in quarantine; SM3 of each, behind one another. Failures: those of
   * `ChunkCipher.open`, `file.disk-full`, `file.unwritable`.
   */
  open: { order: Span; answer: Uint8Array }
  /** Overwrites the keys. */
  forgetOpening: { order: null; answer: null }
  /** Reads the archive's structure and manifest. Failures: those of `readContents` and `requireSignedManifest`. */
  contents: {
    order: { path: string; quarantinePath: string }
    answer: { manifest: BidManifest; entries: LocatedEntry[] }
  }
  /**
   * Copies files out of quarantine to paths of their own, side by side, digesting them on the way. Failures: `zip.damaged`,
   * `zip.entry-changed`, `file.disk-full`, `file.unwritable`.
   */
  takeOut: { order: readonly (QuarantinedFile & { to: string })[]; answer: null }
  /** What the verifier says of the bid itself. */
  judgeBid: { order: { path: string; fileCount: number; trust: TrustDer }; answer: Check[] }
  /** What the verifier says of the seals of one PDF; null when it has none. */
  judgePdf: { order: QuarantinedFile & { path: string; trust: TrustDer }; answer: PdfReport | null }
}

import type { SealRequest as PlacedRequest } from '../../contract/signing.ts'
import type { EncodedPicture } from '../../domain/pdf/embed-picture.ts'
import type { PreparedSeal, SealRequest } from '../../domain/pdf/prepare-seal.ts'
import type { SealPicture } from '../../domain/seal/seal-fields.ts'
import type { StoredFile } from '../store/file-store.ts'
import type { Pass } from '../store/known-passes.ts'

/** A file of the store, by its name. */
interface Stored {
  filesFolder: string
  blob: string
}

/** What the threads do with PDFs. Progress is in bytes of the file. */
export type PdfOrders = {
  /**
   * Reads a file that was chosen, and stores what can be sealed. Failures: those of `inspectPdf`, `file.unreadable`,
   * `file.disk-full`, `file.unwritable`.
   */
  import: {
    order: { path: string; filesFolder: string }
    answer: { file: StoredFile & { pageCount: number }; pass: Pass | null }
  }
  /** A pass over a stored document, ahead of sealing; null when that is gone or changed. */
  digest: { order: Stored; answer: Pass | null }
  /**
   * An empty hole behind a stored document; null when that is gone or changed. An earlier pass is taken where the file is
   * still the same. Failures: those of `prepareSeal`.
   */
  prepare: {
    order: Stored & {
      known: Pass | null
      placed: Pick<PlacedRequest, 'placements' | 'crossPage'>
      picture: SealPicture
      request: Omit<SealRequest, 'pdf' | 'previousDigest' | 'appearances'>
    }
    answer: { prepared: PreparedSeal; pass: Pass /** From 1, each once. */; pages: number[] } | null
  }
  /** A seal's picture as PDFs hold it. Failure: `pdf.picture-invalid`. */
  encode: { order: { png: Uint8Array }; answer: EncodedPicture }
  /** Whether a stored document still is what its name says, and what seals it bears; null when not. */
  examine: {
    order: Stored
    answer: { sizeInBytes: number; sealCount: number; areSound: boolean } | null
  }
}

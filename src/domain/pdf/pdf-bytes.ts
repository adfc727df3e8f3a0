import { type SyncSource, sourceOfBytes, syncSourceWithin } from '../byte-source.ts'

/** A PDF in memory, or one that is read where it lies. */
export type PdfInput = Uint8Array | SyncSource

export const sourceOf = (pdf: PdfInput): SyncSource => (pdf instanceof Uint8Array ? sourceOfBytes(pdf) : pdf)

const windowSize = 16 * 1024
const maxWindows = 256

/**
 * The bytes of a file as the parser sees them: through windows, of which the last 256 (4 MiB) are kept, so that a file of
 * gigabytes takes no more memory than a small one.
 */
export class PdfBytes {
  readonly length: number
  private readonly source: SyncSource
  /** By their number; the one that was used last stands last. */
  private readonly windows: Map<number, Uint8Array>

  private constructor(source: SyncSource, length: number, windows: Map<number, Uint8Array>) {
    this.source = source
    this.length = length
    this.windows = windows
  }

  static over(pdf: PdfInput): PdfBytes {
    const source = sourceOf(pdf)
    return new PdfBytes(source, source.sizeInBytes, new Map())
  }

  /** The same file when it ended at `length`. */
  upTo(length: number): PdfBytes {
    return new PdfBytes(this.source, length, this.windows)
  }

  /** The window in which the byte at `offset` stands, and where that window begins. */
  windowAt(offset: number): { start: number; window: Uint8Array } {
    const number = Math.floor(offset / windowSize)
    const start = number * windowSize
    const window =
      this.windows.get(number) ?? this.source.readSync(start, Math.min(windowSize, this.source.sizeInBytes - start))
    this.windows.delete(number)
    this.windows.set(number, window)
    for (const [oldest] of this.windows) if (this.windows.size > maxWindows) this.windows.delete(oldest)
    return { start, window: start + window.length > this.length ? window.subarray(0, this.length - start) : window }
  }

  /** The bytes from `start` to before `end`, as far as the file goes. */
  slice(start: number, end = this.length): Uint8Array {
    const from = Math.min(Math.max(0, start), this.length)
    return this.source.readSync(from, Math.max(0, Math.min(end, this.length) - from))
  }

  /** A part that is read when somebody asks for it. */
  part(start: number, length: number): SyncSource {
    return syncSourceWithin(this.source, start, length)
  }
}

/** One character for each byte. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

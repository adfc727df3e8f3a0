import {
  GlobalWorkerOptions,
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

GlobalWorkerOptions.workerSrc = workerUrl

const firstRangeInBytes = 65_536
const resource = (folder: string) => new URL(`/pdfjs/${folder}/`, window.location.href).href

/** pdf.js asks for ranges only over http; this asks for them wherever the app serves its files. */
class FileRanges extends PDFDataRangeTransport {
  readonly #url: string
  readonly #abort = new AbortController()
  readonly #failed: () => void

  constructor(url: string, sizeInBytes: number, { head, failed }: { head: Uint8Array; failed: () => void }) {
    super(sizeInBytes, head)
    this.#url = url
    this.#failed = failed
  }

  override requestDataRange(begin: number, end: number): void {
    fetchRange(this.#url, begin, end, this.#abort.signal).then(
      ({ bytes }) => this.onDataRange(begin, bytes),
      () => this.#failed(),
    )
  }

  override abort(): void {
    this.#abort.abort()
  }
}

async function fetchRange(url: string, begin: number, end: number, signal: AbortSignal) {
  const response = await fetch(url, { headers: { Range: `bytes=${begin}-${end - 1}` }, signal })
  if (!response.ok) throw new Error(`${response.status}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const total = Number(/\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1] ?? bytes.length)
  return { bytes, total }
}

export interface LoadedPdf {
  document: PDFDocumentProxy
  close(): void
}

/**
 * Opens a PDF that is read piece by piece, as its pages are looked at. Rejects when it is gone or damaged. Once the worker
 * reads it, it is opened to the end: a worker that is ended before reports an error that nobody can catch. Whoever no
 * longer wants it closes it then.
 */
export async function loadPdf(url: string, signal: AbortSignal): Promise<LoadedPdf> {
  const { bytes, total } = await fetchRange(url, 0, firstRangeInBytes, signal)
  const common = {
    cMapUrl: resource('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: resource('standard_fonts'),
    wasmUrl: resource('wasm'),
    isEvalSupported: false,
    enableXfa: false,
  }
  const isWhole = bytes.length >= total
  const ranges = isWhole ? null : new FileRanges(url, total, { head: bytes, failed: () => close() })
  const task = getDocument(
    ranges === null
      ? { ...common, data: bytes }
      : { ...common, range: ranges, disableAutoFetch: true, disableStream: true },
  )
  const close = () => {
    ranges?.abort()
    void task.destroy()
  }
  return { document: await task.promise, close }
}

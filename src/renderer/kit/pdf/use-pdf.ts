import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useState } from 'react'
import { type LoadedPdf, loadPdf } from './load-pdf.ts'

export interface ShownPdf {
  /** The document of `url`, or the one before it while that is still being opened. */
  document: PDFDocumentProxy | null
  isBroken: boolean
}

/** Opens a PDF for as long as the component lives. A new revision replaces the old only once it can be drawn. */
export function usePdf(url: string): ShownPdf {
  const [loaded, setLoaded] = useState<LoadedPdf | null>(null)
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null)

  useEffect(() => {
    const abort = new AbortController()
    let mine: LoadedPdf | null = null
    loadPdf(url, abort.signal).then(
      (pdf) => {
        mine = pdf
        if (abort.signal.aborted) return pdf.close()
        setLoaded(pdf)
      },
      () => {
        if (!abort.signal.aborted) setBrokenUrl(url)
      },
    )
    // The pages of the old revision stay in place until the new one is drawn.
    const linger = 3000
    return () => {
      if (mine === null) abort.abort()
      else setTimeout(() => mine?.close(), linger)
    }
  }, [url])

  return { document: loaded?.document ?? null, isBroken: brokenUrl === url }
}

import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type ReactNode, useState } from 'react'
import { a4, columnOfPages, pagesNear } from '../paper.ts'
import { PdfPage } from './pdf-page.tsx'
import './pdf.css'
import { useScrolledWindow } from './use-scrolled-window.ts'

interface PdfThumbnailsProps {
  document: PDFDocumentProxy
  current: number
  onChoose: (page: number) => void
  /** What stands on a page: 「√ 2」. */
  markOf?: (page: number) => ReactNode
}

const widthPx = 84
const gapPx = 26

/** All pages small, drawn as they are scrolled into sight. */
export function PdfThumbnails({ document, current, onChoose, markOf }: PdfThumbnailsProps) {
  const { ref, scrollTop, heightPx } = useScrolledWindow()
  const [noSizes] = useState(() => new Map<number, typeof a4>())
  const column = columnOfPages(document.numPages, noSizes, { pxPerMm: widthPx / a4.widthMm, gapPx })
  return (
    <div ref={ref} className="pdf-thumbnails">
      <div style={{ height: column.heightPx, position: 'relative' }}>
        {pagesNear(column.boxes, scrollTop, heightPx).map((box) => (
          <button
            key={box.page}
            type="button"
            className="pdf-thumbnail"
            aria-current={box.page === current ? 'page' : undefined}
            aria-label={`第 ${box.page} 页`}
            onClick={() => onChoose(box.page)}
            style={{ top: box.topPx, width: widthPx, height: box.heightPx }}
          >
            <PdfPage document={document} page={box.page} pxPerMm={box.widthPx / a4.widthMm} label="" />
            <span className="pdf-thumbnail-foot">
              {box.page} {markOf?.(box.page)}
            </span>
          </button>
        ))}
      </div>
    </div>
  )
}

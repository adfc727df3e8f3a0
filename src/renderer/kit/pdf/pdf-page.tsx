import { type PDFDocumentProxy, RenderingCancelledException } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useRef } from 'react'
import { cssPixelsPerMm, mmOfPoints, type PaperSize } from '../paper.ts'

interface PdfPageProps {
  document: PDFDocumentProxy
  page: number
  pxPerMm: number
  label: string
  onSize?: (page: number, size: PaperSize) => void
}

/** No canvas larger than this: beyond it a browser draws nothing, and memory runs out first. */
const mostPixels = 16_000_000
const pointsAt100Percent = 96 / 72

/** One page, as sharp as the screen. The old picture stays until the new one is whole. */
export function PdfPage({ document, page, pxPerMm, label, onSize }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)

  useEffect(() => {
    let isOver = false
    let stop = () => {}
    async function draw() {
      const proxy = await document.getPage(page)
      const paper = proxy.getViewport({ scale: 1 })
      onSize?.(page, { widthMm: mmOfPoints(paper.width), heightMm: mmOfPoints(paper.height) })
      const target = canvas.current
      if (isOver || target === null) return
      const wanted = (pxPerMm / cssPixelsPerMm) * pointsAt100Percent * window.devicePixelRatio
      const scale = Math.min(wanted, Math.sqrt(mostPixels / (paper.width * paper.height)))
      const viewport = proxy.getViewport({ scale })
      const sheet = window.document.createElement('canvas')
      sheet.width = Math.max(1, Math.round(viewport.width))
      sheet.height = Math.max(1, Math.round(viewport.height))
      const task = proxy.render({ canvas: sheet, viewport })
      stop = () => task.cancel()
      await task.promise
      if (isOver) return
      target.width = sheet.width
      target.height = sheet.height
      target.getContext('2d')?.drawImage(sheet, 0, 0)
    }
    draw().catch((error: unknown) => {
      // A page that was scrolled away, or whose document was replaced, needs no picture.
      if (!isOver && !(error instanceof RenderingCancelledException)) console.error(error)
    })
    return () => {
      isOver = true
      stop()
    }
  }, [document, page, pxPerMm, onSize])

  return (
    <canvas ref={canvas} role="img" aria-label={label} style={{ width: '100%', height: '100%', display: 'block' }} />
  )
}

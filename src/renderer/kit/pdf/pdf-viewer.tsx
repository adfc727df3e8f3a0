import { Button, Empty, Flex, Select, Spin } from 'antd'
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { columnOfPages, type PageBox, type PaperSize, pageAt, pagesNear } from '../paper.ts'
import { PdfPage } from './pdf-page.tsx'
import './pdf.css'
import type { ShownPdf } from './use-pdf.ts'
import { useScrolledWindow } from './use-scrolled-window.ts'
import { nextZoom, pxPerMmOf, type Zoom, zoomLevels, zoomText } from './zoom.ts'

export interface PageAim {
  page: number
  /** What on the page should come into the middle of the window; its top when absent. */
  yMm?: number
  /** Grows with each request, so that the same page can be asked for twice. */
  request: number
}

interface PdfViewerProps {
  pdf: ShownPdf
  name: string
  aim?: PageAim | undefined
  onPage?: (page: number) => void
  /** Lies over a page, in the page's millimetres. */
  overlay?: (box: PageBox, pxPerMm: number) => ReactNode
  /** Stands beside the zoom buttons. */
  tools?: ReactNode
}

const gapPx = 12
const marginPx = 16

/** A scrolled column of pages; only those in sight are drawn, so a thousand pages cost as much as three. */
export function PdfViewer({ pdf, name, aim, onPage, overlay, tools }: PdfViewerProps) {
  const { ref, scrollTop, heightPx, widthPx } = useScrolledWindow()
  const [zoom, setZoom] = useState<Zoom>('width')
  const [sizes, setSizes] = useState<ReadonlyMap<number, PaperSize>>(new Map())
  const { document } = pdf
  const pxPerMm = pxPerMmOf(zoom, widthPx - 2 * marginPx, sizes)
  const column = columnOfPages(document?.numPages ?? 0, sizes, { pxPerMm, gapPx })
  const page = pageAt(column.boxes, scrollTop, heightPx)

  const learnSize = useCallback((ofPage: number, size: PaperSize) => {
    setSizes((before) => {
      const known = before.get(ofPage)
      if (known?.widthMm === size.widthMm && known.heightMm === size.heightMm) return before
      return new Map(before).set(ofPage, size)
    })
  }, [])
  useEffect(() => onPage?.(page), [page, onPage])

  const scrollTo = (target: number, yMm?: number) => {
    const box = column.boxes[target - 1]
    if (box === undefined) return
    const top = yMm === undefined ? box.topPx - gapPx : box.topPx + yMm * pxPerMm - heightPx / 2
    ref.current?.scrollTo({ top })
  }
  // What is in the middle of the window stays there when the window is resized or the zoom changes.
  const before = useRef({ pxPerMm, heightPx })
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolling alone must not scroll again
  useLayoutEffect(() => {
    const growth = pxPerMm / before.current.pxPerMm
    // As it was scrolled before: a column that has become shorter has already moved its window up.
    const middle = scrollTop + before.current.heightPx / 2
    before.current = { pxPerMm, heightPx }
    if (scrollTop > 0) ref.current?.scrollTo({ top: middle * growth - heightPx / 2 })
  }, [pxPerMm, heightPx, ref])
  const isReady = document !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request scrolls once, later zooming must not repeat it
  useEffect(() => {
    if (aim !== undefined && isReady) scrollTo(aim.page, aim.yMm)
  }, [aim?.request, isReady])

  return (
    <div className="pdf-viewer">
      <Flex className="pdf-tools" align="center" gap={4} wrap>
        <Button size="small" aria-label="缩小" onClick={() => setZoom(nextZoom(pxPerMm, -1))}>
          －
        </Button>
        <Select
          size="small"
          aria-label="显示比例"
          value={zoom}
          onChange={setZoom}
          style={{ width: 104 }}
          options={[
            { value: 'width' as Zoom, label: '适合宽度' },
            ...zoomLevels.map((value) => ({ value: value as Zoom, label: zoomText(value) })),
          ]}
        />
        <Button size="small" aria-label="放大" onClick={() => setZoom(nextZoom(pxPerMm, 1))}>
          ＋
        </Button>
        <Button size="small" aria-label="上一页" disabled={page <= 1} onClick={() => scrollTo(page - 1)}>
          ↑
        </Button>
        <span className="pdf-page-number">{document === null ? '' : `第 ${page} 页，共 ${document.numPages} 页`}</span>
        <Button
          size="small"
          aria-label="下一页"
          disabled={document === null || page >= document.numPages}
          onClick={() => scrollTo(page + 1)}
        >
          ↓
        </Button>
        {tools}
      </Flex>
      <div ref={ref} className={zoom === 'width' ? 'pdf-column fits' : 'pdf-column'} data-testid="pdf-column">
        {pdf.isBroken && <Empty className="pdf-note" description="这份文件打不开，可能已被移走。请重新添加。" />}
        {document === null && !pdf.isBroken && <Spin className="pdf-note" description="正在打开" />}
        {document !== null && (
          <div style={{ height: column.heightPx, position: 'relative' }}>
            {pagesNear(column.boxes, scrollTop, heightPx).map((box) => (
              <div
                key={box.page}
                className="pdf-sheet"
                data-page={box.page}
                data-width-mm={box.widthMm}
                style={{
                  top: box.topPx,
                  left: `max(${marginPx}px, calc(50% - ${box.widthPx / 2}px))`,
                  width: box.widthPx,
                  height: box.heightPx,
                }}
              >
                <PdfPage
                  document={document}
                  page={box.page}
                  pxPerMm={pxPerMm}
                  onSize={learnSize}
                  label={`${name}，第 ${box.page} 页`}
                />
                {overlay?.(box, pxPerMm)}
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}

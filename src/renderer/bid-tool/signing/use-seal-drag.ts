import { type PointerEvent as ReactPointerEvent, useEffect, useState } from 'react'
import type { AvailableSeal } from '../../../contract/signing.ts'
import { cssPixelsPerMm } from '../../kit/paper.ts'
import { type Point, type Snapped, snapped } from './placing.ts'

/** A seal under the pointer. */
export interface SealDrag {
  seal: AvailableSeal
  /** The draft that moves; null for a new one. */
  draftId: string | null
  clientX: number
  clientY: number
  pxPerMm: number
  /** Where it would fall; null outside the pages. */
  target: (Snapped & { page: number }) | null
}

interface Around {
  suggestedOn: (page: number, seal: AvailableSeal) => readonly Point[]
  othersOn: (page: number, draftId: string | null) => readonly Point[]
  onDrop: (drag: SealDrag & { target: Snapped & { page: number } }) => void
}

const tolerancePx = 8
/** Less is a click. */
const slackPx = 3

/** Drags seals from the panel to a page, or on from where they lie. */
export function useSealDrag(around: Around) {
  const [drag, setDrag] = useState<SealDrag | null>(null)
  const [start, setStart] = useState<{ seal: AvailableSeal; draftId: string | null; x: number; y: number } | null>(null)

  useEffect(() => {
    if (start === null) return
    const { seal, draftId } = start
    let hasMoved = false
    const at = (event: PointerEvent): SealDrag => {
      const { clientX, clientY } = event
      const sheet = sheetAt(clientX, clientY)
      const common = { seal, draftId, clientX, clientY }
      if (sheet === null) return { ...common, pxPerMm: cssPixelsPerMm, target: null }
      const target = snapped(sheet.point, {
        page: sheet.size,
        seal,
        suggested: around.suggestedOn(sheet.page, seal),
        others: around.othersOn(sheet.page, draftId),
        toleranceMm: tolerancePx / sheet.pxPerMm,
      })
      return { ...common, pxPerMm: sheet.pxPerMm, target: { ...target, page: sheet.page } }
    }
    const move = (event: PointerEvent) => {
      hasMoved ||= Math.hypot(event.clientX - start.x, event.clientY - start.y) > slackPx
      if (hasMoved) setDrag(at(event))
    }
    const end = () => {
      setDrag(null)
      setStart(null)
    }
    const drop = (event: PointerEvent) => {
      const last = at(event)
      end()
      if (hasMoved && last.target !== null) around.onDrop({ ...last, target: last.target })
    }
    const giveUp = (event: KeyboardEvent) => {
      if (event.key === 'Escape') end()
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', drop)
    window.addEventListener('pointercancel', end)
    window.addEventListener('keydown', giveUp)
    return () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', drop)
      window.removeEventListener('pointercancel', end)
      window.removeEventListener('keydown', giveUp)
    }
  }, [start, around])

  return {
    drag,
    begin(event: ReactPointerEvent, seal: AvailableSeal, draftId: string | null) {
      if (event.button !== 0) return
      setStart({ seal, draftId, x: event.clientX, y: event.clientY })
    },
  }
}

/** The page under a point of the screen, and where on it the point lies. */
function sheetAt(clientX: number, clientY: number) {
  const column = document.elementsFromPoint(clientX, clientY).find((element) => element.closest('.pdf-column') !== null)
  const sheet = document
    .elementsFromPoint(clientX, clientY)
    .map((element) => element.closest<HTMLElement>('[data-page]'))
    .find((element) => element !== null)
  if (column === undefined || sheet == null) return null
  const box = sheet.getBoundingClientRect()
  const pxPerMm = box.width / Number(sheet.dataset.widthMm)
  return {
    page: Number(sheet.dataset.page),
    pxPerMm,
    size: { widthMm: box.width / pxPerMm, heightMm: box.height / pxPerMm },
    point: { xMm: (clientX - box.left) / pxPerMm, yMm: (clientY - box.top) / pxPerMm },
  }
}

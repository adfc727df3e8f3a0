import type { KeyboardEvent, PointerEvent } from 'react'
import type { ProjectDocument } from '../../../contract/bid-project.ts'
import type { AvailableSeal } from '../../../contract/signing.ts'
import { sealKindNames } from '../../../domain/project/check.ts'
import type { PageBox, PaperSize } from '../../kit/paper.ts'
import type { SealDraft, WantedPlace } from './drafts.ts'
import { clamped, nudged, type Point } from './placing.ts'
import type { SealDrag } from './use-seal-drag.ts'

interface PageOverlayProps {
  box: PageBox
  pxPerMm: number
  document: ProjectDocument
  wanted: readonly WantedPlace[]
  drafts: readonly SealDraft[]
  seals: readonly AvailableSeal[]
  drag: SealDrag | null
  onGrab: (event: PointerEvent, seal: AvailableSeal, draftId: string) => void
  onMove: (draftId: string, point: Point) => void
  onRemove: (draftId: string) => void
}

const usualSizes: Record<AvailableSeal['kind'], PaperSize> = {
  official: { widthMm: 40, heightMm: 40 },
  legalRepresentative: { widthMm: 18, heightMm: 18 },
  legalRepresentativeSignature: { widthMm: 40, heightMm: 15 },
  other: { widthMm: 40, heightMm: 40 },
}

const kindName = (kind: AvailableSeal['kind']) => (kind === 'other' ? '印章' : sealKindNames[kind])

/** What lies over a page on the screen only: wanted places, seals to be confirmed, √ on sealed ones. */
export function PageOverlay(props: PageOverlayProps) {
  const { box, pxPerMm, document, wanted, drafts, seals, drag } = props
  const at = ({ xMm, yMm }: Point, { widthMm, heightMm }: PaperSize) => ({
    left: (xMm - widthMm / 2) * pxPerMm,
    top: (yMm - heightMm / 2) * pxPerMm,
    width: widthMm * pxPerMm,
    height: heightMm * pxPerMm,
  })
  const target = drag?.target?.page === box.page ? drag.target : null
  return (
    <>
      {wanted
        .filter((place) => place.page === box.page)
        .map((place) => (
          <div
            key={`${place.kind}-${place.xMm}-${place.yMm}`}
            className="wanted-place"
            style={at(place, seals.find((seal) => seal.kind === place.kind) ?? usualSizes[place.kind])}
          >
            {kindName(place.kind)}
          </div>
        ))}
      {document.seals.map((seal) =>
        seal.placements
          .filter((placement) => placement.page === box.page)
          .map((placement) => (
            <div
              key={`${seal.sealedAt}-${placement.xMm}-${placement.yMm}`}
              className="sealed-place"
              style={at(placement, seal)}
              title={`${seal.sealName}，${seal.sealedBy}`}
            >
              <span className="sealed-mark">√</span>
            </div>
          )),
      )}
      {drafts
        .filter((draft) => draft.page === box.page && draft.draftId !== drag?.draftId)
        .map((draft) => {
          const seal = seals.find((one) => one.sealId === draft.sealId)
          return seal && <Draft key={draft.draftId} {...props} draft={draft} seal={seal} style={at(draft, seal)} />
        })}
      {drag && target && (
        <>
          {target.guides.xMm !== null && (
            <div className="guide guide-x" style={{ left: target.guides.xMm * pxPerMm }} />
          )}
          {target.guides.yMm !== null && <div className="guide guide-y" style={{ top: target.guides.yMm * pxPerMm }} />}
          <img className="seal-ghost" src={drag.seal.url} alt="" style={at(target, drag.seal)} />
        </>
      )}
    </>
  )
}

interface DraftProps extends PageOverlayProps {
  draft: SealDraft
  seal: AvailableSeal
  style: { left: number; top: number; width: number; height: number }
}

function Draft({ draft, seal, style, box, onGrab, onMove, onRemove }: DraftProps) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      return onRemove(draft.draftId)
    }
    const point = nudged(draft, event.key, event.shiftKey)
    if (point === null) return
    event.preventDefault()
    onMove(draft.draftId, clamped(point, box, seal))
  }
  return (
    <button
      type="button"
      className="seal-draft"
      style={style}
      aria-label={`待签章：${seal.name}，第 ${draft.page} 页，距左 ${draft.xMm} 毫米，距上 ${draft.yMm} 毫米`}
      title="拖动或用方向键移动，按删除键移除"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => onGrab(event, seal, draft.draftId)}
    >
      <img src={seal.url} alt="" draggable={false} />
    </button>
  )
}

import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import type { DocumentId, ProjectDocument, ProjectNode } from '../../../contract/bid-project.ts'
import type { AvailableSeal } from '../../../contract/signing.ts'
import { a4, type PageBox } from '../../kit/paper.ts'
import { PdfThumbnails } from '../../kit/pdf/pdf-thumbnails.tsx'
import { type PageAim, PdfViewer } from '../../kit/pdf/pdf-viewer.tsx'
import { usePdf } from '../../kit/pdf/use-pdf.ts'
import { type WantedPlace, wantedPlaces } from './drafts.ts'
import { useDrafts } from './drafts-context.tsx'
import { PageOverlay } from './page-overlay.tsx'
import { clamped, type Point } from './placing.ts'
import { SealPanel } from './seal-panel.tsx'
import { useSealDrag } from './use-seal-drag.ts'
import { useSealing } from './use-sealing.ts'

interface SigningDeskProps {
  node: ProjectNode
  document: ProjectDocument
  page: number | undefined
  onDocument: (documentId: DocumentId) => void
}

/** One document being sealed: thumbnails, pages, seals. */
export function SigningDesk({ node, document, page: aimedPage, onDocument }: SigningDeskProps) {
  const { documentId } = document
  const { signing } = useSealing()
  const { drafts, change } = useDrafts()
  const pdf = usePdf(document.url)
  const wanted = useMemo(() => wantedPlaces(node, document), [node, document])
  const [page, setPage] = useState(1)
  const [aim, setAim] = useState<PageAim>(() => firstAim(aimedPage, wanted[0]))
  const mine = drafts.seals.filter((draft) => draft.documentId === documentId)

  const add = (seal: AvailableSeal, place: Point & { page: number }) =>
    change((before) => ({
      ...before,
      seals: [
        ...before.seals,
        {
          draftId: crypto.randomUUID(),
          documentId,
          sealId: seal.sealId,
          page: place.page,
          xMm: place.xMm,
          yMm: place.yMm,
        },
      ],
    }))
  const move = (draftId: string, point: Point & { page?: number }) =>
    change((before) => ({
      ...before,
      seals: before.seals.map((draft) =>
        draft.draftId === draftId
          ? { ...draft, xMm: point.xMm, yMm: point.yMm, page: point.page ?? draft.page }
          : draft,
      ),
    }))
  const remove = (draftId: string) =>
    change((before) => ({ ...before, seals: before.seals.filter((draft) => draft.draftId !== draftId) }))

  // biome-ignore lint/correctness/useExhaustiveDependencies: the listeners live through one drag, in which these stand still
  const around = useMemo(
    () => ({
      suggestedOn: (onPage: number, seal: AvailableSeal) =>
        wanted.filter((place) => place.page === onPage && place.kind === seal.kind),
      othersOn: (onPage: number, draftId: string | null) => [
        ...mine.filter((draft) => draft.page === onPage && draft.draftId !== draftId),
        ...document.seals.flatMap((seal) => seal.placements.filter((placement) => placement.page === onPage)),
      ],
      onDrop: ({
        seal,
        draftId,
        target,
      }: {
        seal: AvailableSeal
        draftId: string | null
        target: Point & { page: number }
      }) => (draftId === null ? add(seal, target) : move(draftId, target)),
    }),
    [wanted, drafts, document],
  )
  const { drag, begin } = useSealDrag(around)

  /** Where the tender wants it, or the middle of the page that is read. */
  function place(seal: AvailableSeal) {
    const isFree = (point: Point & { page: number }) =>
      !mine.some((draft) => draft.page === point.page && draft.xMm === point.xMm && draft.yMm === point.yMm)
    const suggested = wanted.find((one) => one.kind === seal.kind && isFree(one))
    const middle = clamped({ xMm: a4.widthMm / 2, yMm: a4.heightMm / 2 }, a4, seal)
    const target = suggested ?? { ...middle, page }
    add(seal, target)
    setAim((before) => ({ page: target.page, yMm: target.yMm, request: before.request + 1 }))
  }

  const countOn = (onPage: number) =>
    document.seals.reduce((sum, seal) => sum + seal.placements.filter((one) => one.page === onPage).length, 0)

  return (
    <>
      {pdf.document && (
        <aside className="pane thumbnails-pane" aria-label="缩略图">
          <PdfThumbnails
            document={pdf.document}
            current={page}
            onChoose={(chosen) => setAim((before) => ({ page: chosen, request: before.request + 1 }))}
            markOf={(onPage) => {
              const sealed = countOn(onPage)
              const placed = mine.filter((draft) => draft.page === onPage).length
              return (
                <>
                  {sealed > 0 && <span className="mark-done">√ {sealed}</span>}
                  {placed > 0 && <span className="mark-begun"> ● {placed}</span>}
                </>
              )
            }}
          />
        </aside>
      )}
      <section className="pane-main">
        {node.documents.length > 1 && (
          <div className="bar">
            <Segmented
              aria-label="文件"
              value={documentId}
              onChange={onDocument}
              options={node.documents.map((one) => ({ value: one.documentId, label: one.name }))}
            />
          </div>
        )}
        <PdfViewer
          pdf={pdf}
          name={document.name}
          aim={aim}
          onPage={setPage}
          overlay={(box: PageBox, pxPerMm) => (
            <PageOverlay
              box={box}
              pxPerMm={pxPerMm}
              document={document}
              wanted={wanted.filter(
                (one) =>
                  !mine.some((draft) => draft.page === one.page && isSameKind(draft.sealId, one.kind, signing.seals)),
              )}
              drafts={mine}
              seals={signing.seals}
              drag={drag}
              onGrab={begin}
              onMove={move}
              onRemove={remove}
            />
          )}
        />
      </section>
      <aside className="pane side-pane seal-pane">
        <SealPanel document={document} onGrab={(event, seal) => begin(event, seal, null)} onPlace={place} />
      </aside>
      {drag && drag.target === null && (
        <img
          className="seal-ghost seal-ghost-loose"
          src={drag.seal.url}
          alt=""
          style={{
            left: drag.clientX - (drag.seal.widthMm * drag.pxPerMm) / 2,
            top: drag.clientY - (drag.seal.heightMm * drag.pxPerMm) / 2,
            width: drag.seal.widthMm * drag.pxPerMm,
            height: drag.seal.heightMm * drag.pxPerMm,
          }}
        />
      )}
    </>
  )
}

/** A finding's page, or the first place that wants a seal. */
function firstAim(aimedPage: number | undefined, wanted: WantedPlace | undefined): PageAim {
  if (aimedPage !== undefined || wanted === undefined) return { page: aimedPage ?? 1, request: 1 }
  return { page: wanted.page, yMm: wanted.yMm, request: 1 }
}

const isSameKind = (sealId: string, kind: AvailableSeal['kind'], seals: readonly AvailableSeal[]) =>
  seals.some((seal) => seal.sealId === sealId && seal.kind === kind)

import { tailText } from '../../../domain/tail-text.ts'
import { digestTail, type SealItem } from '../../../protocol/tickets.ts'
import { pagesText } from '../parts/words.ts'
import { SealsShown } from './seals-shown.tsx'

/** The documents of a sealing approval: which pages, which digest, and with which seals. */
export function SealItems({ items, seals }: { items: readonly SealItem[]; seals: readonly Uint8Array[] }) {
  return (
    <>
      {items.map(({ documentName, documentDigest, pageCount, pages }) => (
        <p key={documentDigest} className="item">
          <strong>{documentName}</strong>
          <span>
            共 {pageCount} 页，盖在{pagesText(pages)} · 校验码{' '}
            <span className="digest">{tailText(digestTail(documentDigest))}</span>
          </span>
        </p>
      ))}
      <SealsShown seals={seals} items={items} />
    </>
  )
}

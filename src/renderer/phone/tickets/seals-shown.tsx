import { base64UrlOf } from '../../../domain/bytes.ts'
import { readSeal } from '../../../domain/seal/read-seal.ts'
import { sm3 } from '../../../domain/sm/sm3.ts'
import type { SealItem } from '../../../protocol/tickets.ts'
import { SealPicture } from '../parts/seal-picture.tsx'

/** The pictures of the seals that the items name, as the certificate's own seals have them. */
export function SealsShown({ seals, items }: { seals: readonly Uint8Array[]; items: readonly SealItem[] }) {
  const named = new Set(items.map(({ sealDigest }) => sealDigest))
  const shown = seals.filter((seal) => named.has(base64UrlOf(sm3(seal)))).map(readSeal)
  if (shown.length === 0) return null
  return (
    <div className="seal-row">
      {shown.map((seal) => (
        <figure key={seal.sealId}>
          <SealPicture picture={seal.picture} name={seal.name} />
          <figcaption>{seal.name}</figcaption>
        </figure>
      ))}
    </div>
  )
}

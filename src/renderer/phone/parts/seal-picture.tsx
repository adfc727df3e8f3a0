import { useEffect, useState } from 'react'
import type { SealPicture as Picture } from '../../../domain/seal/seal-fields.ts'

const pixelsPerMm = 2.4
/** Wider ones would leave the screen. */
const widestMm = 56

/** A seal as it will look on paper, all of them to the same scale. */
export function SealPicture({ picture, name }: { picture: Picture; name: string }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    const type = `image/${picture.type.toLowerCase() === 'jpg' ? 'jpeg' : picture.type.toLowerCase()}`
    const url = URL.createObjectURL(new Blob([new Uint8Array(picture.data)], { type }))
    setAddress(url)
    return () => URL.revokeObjectURL(url)
  }, [picture])
  const width = Math.min(picture.widthMm, widestMm) * pixelsPerMm
  return address === null ? null : <img src={address} alt={name} width={width} />
}

import { useEffect, useState } from 'react'
import type { SealPicture as Picture } from '../../../domain/seal/seal-fields.ts'

/** A seal as it will look on paper. */
export function SealPicture({ picture, name }: { picture: Picture; name: string }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    const type = `image/${picture.type.toLowerCase() === 'jpg' ? 'jpeg' : picture.type.toLowerCase()}`
    const url = URL.createObjectURL(new Blob([new Uint8Array(picture.data)], { type }))
    setAddress(url)
    return () => URL.revokeObjectURL(url)
  }, [picture])
  return address === null ? null : <img src={address} alt={name} />
}

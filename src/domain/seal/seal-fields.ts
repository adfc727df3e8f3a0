/** What a seal says about itself (GB/T 38540-2020, clause 6.1, SES_SealInfo). Texts of IA5 are ASCII. */
export interface SealFields {
  /** Vid, the maker's own identification; IA5. */
  makerId: string
  /** esID, unique with the maker; IA5, 1 to 64 characters. */
  sealId: string
  /** Of the maker's own list: 1 official, 2 personal, as far as makers agree. */
  type: number
  name: string
  /** Who may use the seal: certList. */
  holders: SealHolders
  createdAt: Date
  validFrom: Date
  validUntil: Date
  picture: SealPicture
}

export type SealHolders =
  /** certListType 1: whole certificates in DER. */
  | { kind: 'certificates'; certificates: readonly Uint8Array[] }
  /** certListType 2: SM3 of certificates, 32 bytes each. */
  | { kind: 'digests'; digests: readonly Uint8Array[] }

export interface SealPicture {
  /** `PNG` in what we write; makers also use JPG, GIF, BMP, SVG, OFD. */
  type: string
  data: Uint8Array
  widthMm: number
  heightMm: number
}

/** GM/T 0031-2014, GB/T 38540-2020 and GM/T 0031-2025, as they number themselves. */
const readableVersions = [1, 4, 5] as const
export type SealVersion = (typeof readableVersions)[number]

export function isSealVersion(version: number): version is SealVersion {
  return (readableVersions as readonly number[]).includes(version)
}

/** What is written. */
export const sealVersion = 4
export const sealSizeLimit = 1024 * 1024
export const maxHolders = 256
export const maxExtensions = 32
/** GB/T 38540-2020 names no algorithm for digests; makers write the name of the algorithm. */
export const digestType = 'SM3'

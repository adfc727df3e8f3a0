import { hexOf } from '../bytes.ts'
import { type Certificate, certificateDigest, holderOf } from '../pki/certificate.ts'
import { attributeOf, describeName } from '../pki/names.ts'
import { oid } from '../pki/object-identifiers.ts'
import type { RevocationList } from '../pki/revocation-list.ts'
import type { Seal } from '../seal/read-seal.ts'
import { type SealKind, sealKindOf } from '../seal/seal-kinds.ts'

// Evidence as plain data that survives JSON. Times are ISO 8601, digests and numbers hexadecimal.

/** What a certificate says of itself. */
export interface CertificateFacts {
  name: string
  issuer: string
  /** Upper-case hexadecimal, as authorities print it. */
  serialNumber: string
  notBefore: string
  notAfter: string
  /** SM3 of the certificate, 64 characters. */
  sm3: string
}

/** Which revocation list (注销列表) answered. */
export interface RevocationListFacts {
  issuer: string
  /** Null when the list carries no number. */
  number: string | null
  thisUpdate: string
  /** Null when the issuer does not say when the next one comes. */
  nextUpdate: string | null
}

/** What a seal says of itself. */
export interface SealFacts {
  id: string
  name: string
  /** Of the maker's own list; `kind` is null when that is none of ours. */
  type: number
  kind: SealKind | null
  maker: string
  createdAt: string
  validFrom: string
  validUntil: string
  widthMm: number
  heightMm: number
  /** How many certificates may use it. */
  holders: number
}

export function certificateFacts(certificate: Certificate): CertificateFacts {
  const serialNumber = certificate.serialNumber.toString(16).toUpperCase()
  return {
    name: holderOf(certificate).name,
    issuer: nameOf(certificate.issuer),
    serialNumber: serialNumber.padStart(serialNumber.length + (serialNumber.length % 2), '0'),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    sm3: hexOf(certificateDigest(certificate)),
  }
}

export function revocationListFacts({ issuer, number, thisUpdate, nextUpdate }: RevocationList): RevocationListFacts {
  return {
    issuer: nameOf(issuer),
    number: number === null ? null : String(number),
    thisUpdate: thisUpdate.toISOString(),
    nextUpdate: nextUpdate?.toISOString() ?? null,
  }
}

export function sealFacts(seal: Seal): SealFacts {
  return {
    id: seal.sealId,
    name: seal.name,
    type: seal.type,
    kind: sealKindOf(seal.type),
    maker: holderOf(seal.maker).name,
    createdAt: seal.createdAt.toISOString(),
    validFrom: seal.validFrom.toISOString(),
    validUntil: seal.validUntil.toISOString(),
    widthMm: seal.picture.widthMm,
    heightMm: seal.picture.heightMm,
    holders: seal.holders.kind === 'digests' ? seal.holders.digests.length : seal.holders.certificates.length,
  }
}

/** CN, or the whole name when there is none. */
const nameOf = (name: Certificate['issuer']) => attributeOf(name, oid.commonName) ?? describeName(name)

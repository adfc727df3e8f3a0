import * as der from '../asn1/write-der.ts'
import { oid } from '../pki/object-identifiers.ts'
import { encodeSignatureDer } from '../pki/sm2-der.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import { digestType, type SealFields, type SealHolders, sealVersion } from './seal-fields.ts'

/** SES_SealInfo in DER: what the maker signs with SM2 and Z (GB/T 38540-2020, clause 6.1). */
export function sealInfoTbs(fields: SealFields): Uint8Array {
  const { picture } = fields
  const header = der.sequence(der.ia5String('ES'), der.integer(sealVersion), der.ia5String(fields.makerId))
  const property = der.sequence(
    der.integer(fields.type),
    der.utf8String(fields.name),
    ...holderElements(fields.holders),
    der.generalizedTime(fields.createdAt),
    der.generalizedTime(fields.validFrom),
    der.generalizedTime(fields.validUntil),
  )
  const shown = der.sequence(
    der.ia5String(picture.type),
    der.octetString(picture.data),
    der.integer(picture.widthMm),
    der.integer(picture.heightMm),
  )
  return der.sequence(header, der.ia5String(fields.sealId), property, shown)
}

function holderElements(holders: SealHolders): [Uint8Array, Uint8Array] {
  if (holders.kind === 'certificates')
    return [der.integer(1), der.sequence(...holders.certificates.map((certificate) => der.octetString(certificate)))]
  const digests = holders.digests.map((digest) =>
    der.sequence(der.printableString(digestType), der.octetString(digest)),
  )
  return [der.integer(2), der.sequence(...digests)]
}

/** SESeal in DER: the signed SES_SealInfo with the maker's certificate (DER) and signature. */
export function assembleSeal(tbs: Uint8Array, makerCertificate: Uint8Array, signature: Sm2Signature): Uint8Array {
  return der.sequence(
    tbs,
    der.octetString(makerCertificate),
    der.objectIdentifier(oid.sm2WithSm3),
    der.bitString(encodeSignatureDer(signature)),
  )
}

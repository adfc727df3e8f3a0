import * as der from '../../src/domain/asn1/write-der.ts'
import { encodeSignatureDer } from '../../src/domain/pki/sm2-der.ts'
import type { SealFields } from '../../src/domain/seal/seal-fields.ts'
import { encodeSignature, type Sm2Signature, signMessage } from '../../src/domain/sm/sm2-sign.ts'
import type { Identity } from './authorities.ts'
import { authorities, builder, sealFields, sealMaker, sesFields } from './seals.ts'

// Seals of the versions that we read and do not write, put together from the standards' own tables.

const sm2WithSm3 = der.objectIdentifier('1.2.156.10197.1.501')
const header = (version: number) => der.sequence(der.ia5String('ES'), der.integer(version), der.ia5String('OTHERMAKER'))
const bare = (extensions: readonly Uint8Array[]) => der.sequence(...extensions)

function pictureOf({ picture }: SealFields): Uint8Array {
  const size = [der.integer(picture.widthMm), der.integer(picture.heightMm)]
  return der.sequence(der.ia5String('png'), der.octetString(picture.data), ...size)
}

const utcTime = (time: Date) => der.certificateTime(time)
/** YYMMDDhhmmssZ. */
export const utcDigits = (time: Date) => utcTime(time).subarray(2)

interface Variation {
  picture?: SealFields['picture']
  holders?: readonly Uint8Array[]
  maker?: Identity
  extensions?: readonly Uint8Array[]
  /** How a signature is written in its BIT STRING. */
  encode?: (signature: Sm2Signature) => Uint8Array
}

const sign = ({ key }: Identity, message: Uint8Array) => signMessage(key, message, authorities.random)
const listed = builder.sign.certificate.der
export const plainNumbers = encodeSignature

/** SESeal of GM/T 0031-2014: SEQUENCE { SES_SealInfo, SES_SignInfo }. */
export function sealOf2014({
  picture = sealFields().picture,
  holders = [listed],
  maker = sealMaker,
  extensions = [],
  encode = encodeSignatureDer,
}: Variation = {}): Uint8Array {
  const fields = sealFields({ picture })
  const property = der.sequence(
    der.integer(fields.type),
    der.utf8String(fields.name),
    der.sequence(...holders.map((holder) => der.octetString(holder))),
    ...[fields.createdAt, fields.validFrom, fields.validUntil].map(utcTime),
  )
  const extDatas = extensions.length === 0 ? [] : [bare(extensions)]
  const info = der.sequence(header(1), der.ia5String(fields.sealId), property, pictureOf(fields), ...extDatas)
  const certificate = der.octetString(maker.certificate.der)
  const signature = sign(maker, der.sequence(info, certificate, sm2WithSm3))
  return der.sequence(info, der.sequence(certificate, sm2WithSm3, der.bitString(encode(signature))))
}

/** SES_Signature of GM/T 0031-2014; `timeInfo` is the content of its BIT STRING. */
export function signatureOf2014({
  seal = sealOf2014(),
  signer = builder.sign,
  timeInfo = utcTime(sesFields().signingTime),
  encode = encodeSignatureDer,
}: {
  seal?: Uint8Array
  signer?: Identity
  timeInfo?: Uint8Array
  encode?: Variation['encode']
} = {}): Uint8Array {
  const { signedBytesDigest, propertyInfo } = sesFields()
  const toSign = der.sequence(
    der.integer(1),
    seal,
    der.bitString(timeInfo),
    der.bitString(signedBytesDigest),
    der.ia5String(propertyInfo),
    der.octetString(signer.certificate.der),
    sm2WithSm3,
  )
  return der.sequence(toSign, der.bitString(encode!(sign(signer, toSign))))
}

/** What stands behind what was signed in GB/T 38540-2020 and GM/T 0031-2025, with the time stamp of a signature value. */
function proven(signed: Uint8Array, signer: Identity, stamp?: (signature: Uint8Array) => Uint8Array): Uint8Array {
  const value = encodeSignatureDer(sign(signer, signed))
  const stamped = stamp === undefined ? [] : [der.contextConstructed(0, der.bitString(stamp(value)))]
  return der.sequence(signed, der.octetString(signer.certificate.der), sm2WithSm3, der.bitString(value), ...stamped)
}

/** SESeal of GM/T 0031-2025. */
export function sealOf2025({
  picture = sealFields().picture,
  holders = [listed],
  maker = sealMaker,
  extensions = [],
  stamp,
}: Variation & { stamp?: (signature: Uint8Array) => Uint8Array } = {}): Uint8Array {
  const fields = sealFields({ picture })
  const property = der.sequence(
    der.integer(fields.type),
    der.utf8String(fields.name),
    der.integer(1),
    der.sequence(...holders.map((holder) => der.octetString(holder))),
    ...[fields.createdAt, fields.validFrom, fields.validUntil].map(der.generalizedTime),
  )
  const extDatas = extensions.length === 0 ? [] : [bare(extensions)]
  return proven(
    der.sequence(header(5), der.ia5String(fields.sealId), property, pictureOf(fields), ...extDatas),
    maker,
    stamp,
  )
}

/** SES_Signature of GM/T 0031-2025, and of GB/T 38540-2020 with `version` 4. */
export function signatureOf2025({
  version = 5,
  seal = sealOf2025(),
  signer = builder.sign,
  stamp,
}: {
  version?: number
  seal?: Uint8Array
  signer?: Identity
  stamp?: (signature: Uint8Array) => Uint8Array
} = {}): Uint8Array {
  const { signingTime, signedBytesDigest, propertyInfo } = sesFields()
  const toSign = der.sequence(
    der.integer(version),
    seal,
    der.generalizedTime(signingTime),
    der.bitString(signedBytesDigest),
    der.ia5String(propertyInfo),
  )
  return proven(toSign, signer, stamp)
}

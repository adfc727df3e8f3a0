import type { DerReader } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { equalBytes } from '../bytes.ts'
import type { Certificate } from './certificate.ts'
import { readName } from './names.ts'

// GM/T 0010-2012, clause 6: IssuerAndSerialNumber, how messages point at a certificate.

export interface IssuerAndSerial {
  /** The issuer's Name exactly as the certificate writes it. */
  issuerDer: Uint8Array
  serialNumber: bigint
}

/** The issuer's name is copied, not written again, so that a byte comparison finds it. */
export function encodeIssuerAndSerial({ issuer, serialNumber }: Certificate): Uint8Array {
  return der.sequence(issuer.der, der.integer(serialNumber))
}

export function readIssuerAndSerial(outer: DerReader): IssuerAndSerial {
  const reader = outer.enter()
  const pointer = { issuerDer: readName(reader).der, serialNumber: reader.integer() }
  reader.end()
  return pointer
}

/** Whether the pointer points at this certificate. */
export function isIssuedAs({ issuer, serialNumber }: Certificate, pointer: IssuerAndSerial): boolean {
  return serialNumber === pointer.serialNumber && equalBytes(issuer.der, pointer.issuerDer)
}

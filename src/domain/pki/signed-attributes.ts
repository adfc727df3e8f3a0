import { type DerReader, readDer, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { fail } from '../failure.ts'
import { oid } from './object-identifiers.ts'
import { sm3Algorithm } from './signed-message.ts'
import { readAlgorithm } from './signed-structure.ts'

// RFC 5652, clause 11, and RFC 5035: what the signature of a time stamp covers.

const attributeLimit = 16

export interface SignedAttributes {
  contentType: string
  /** SM3 of the content, 32 bytes. */
  contentDigest: Uint8Array
  /** SM3 of the signer's certificate, 32 bytes: nobody can put another one in its place. */
  signerDigest: Uint8Array
}

/** SET OF Attribute in DER: what is signed, tag included. */
export function encodeSignedAttributes({ contentType, contentDigest, signerDigest }: SignedAttributes): Uint8Array {
  const signingCertificate = der.sequence(der.sequence(der.sequence(sm3Algorithm, der.octetString(signerDigest))))
  return der.setOf(
    attribute(oid.contentType, der.objectIdentifier(contentType)),
    attribute(oid.messageDigest, der.octetString(contentDigest)),
    attribute(oid.signingCertificateV2, signingCertificate),
  )
}

const attribute = (type: string, value: Uint8Array) => der.sequence(der.objectIdentifier(type), der.setOf(value))

/**
 * Reads a SET OF Attribute of at most 16; others than ours are passed over, none may stand twice. Fails with
 * `time-stamp.unreadable` when one of ours is missing, and for a signer's certificate by another digest than SM3.
 */
export function readSignedAttributes(set: Uint8Array): SignedAttributes {
  const values = readDer(set, (reader) => {
    const list = reader.enter(tag.set)
    const found = new Map<string, DerReader>()
    for (const item of list.rest(attributeLimit)) {
      const inside = list.inside(item)
      const type = inside.objectIdentifier()
      if (found.has(type)) refuse('signed attribute twice')
      found.set(type, inside.enter(tag.set))
      inside.end()
    }
    return found
  })
  const read = <T>(type: string, readValue: (value: DerReader) => T): T => {
    const value = values.get(type) ?? refuse(`no signed attribute ${type}`)
    const result = readValue(value)
    value.end()
    return result
  }
  return {
    contentType: read(oid.contentType, (value) => value.objectIdentifier()),
    contentDigest: read(oid.messageDigest, (value) => value.octetString()),
    signerDigest: read(oid.signingCertificateV2, readSigningCertificate),
  }
}

/** The first ESSCertIDv2, which is the signer's. */
function readSigningCertificate(value: DerReader): Uint8Array {
  const certificate = value.enter().enter().enter()
  // Absent means SHA-256.
  const isSm3 = certificate.nextIdentifier === tag.sequence && readAlgorithm(certificate) === oid.sm3
  return isSm3 ? certificate.octetString() : refuse('the signer’s certificate is named by another digest than SM3')
}

function refuse(reason: string): never {
  fail('time-stamp.unreadable', { reason })
}

import { readDer } from '../asn1/read-der.ts'
import { equalBytes } from '../bytes.ts'
import { BidsealError, type Failure, fail } from '../failure.ts'
import { messageDigest, type Sm2Signature, verifyDigest } from '../sm/sm2-sign.ts'
import { sm3 } from '../sm/sm3.ts'
import { type Certificate, certificateDigest } from './certificate.ts'
import type { ChainReport } from './chain.ts'
import { isIssuedAs } from './issuer-and-serial.ts'
import { oid } from './object-identifiers.ts'
import { readStructure } from './read-structure.ts'
import { isForAnotherRole } from './roles.ts'
import { encodeSignedAttributes, readSignedAttributes } from './signed-attributes.ts'
import { assembleMessage, type MessageKind, readMessage, type SignedMessage } from './signed-message.ts'
import { encodeTimeStampInfo, readTimeStampInfo, type TimeStampInfo } from './time-stamp.ts'

// RFC 3161, clause 2.4.2: TimeStampToken, a SignedData over TSTInfo, with SM2, SM3 and the names of GM/T 0010.

/** Largest token that a seal is written with: holes in documents are made for it. Ours have about 1,700 bytes. */
export const timeStampSizeLimit = 4096
/** Largest token that is read. */
const readLimit = 64 * 1024

const tokenKind: MessageKind = {
  messageTypes: [oid.signedData, oid.cmsSignedData],
  contentType: oid.timeStampInfo,
  versions: [3, 1],
  attributes: 'required',
}

/** A token as it was read: nothing in it is trusted before `verifyTimeStamp` says so. */
export interface TimeStampToken extends SignedMessage {
  /** Whole seconds or finer. */
  info: TimeStampInfo
}

/**
 * Makes a token. `sign` signs the bytes it is given, with the default signer id, under the key of `authority`; `chain` are
 * the certificates between it and a root.
 */
export function buildTimeStampToken(
  info: TimeStampInfo,
  { authority, chain }: { authority: Certificate; chain: readonly Certificate[] },
  sign: (message: Uint8Array) => Sm2Signature,
): Uint8Array {
  const content = encodeTimeStampInfo(info)
  const attributes = encodeSignedAttributes({
    contentType: oid.timeStampInfo,
    contentDigest: sm3(content),
    signerDigest: certificateDigest(authority),
  })
  const certificates = [authority, ...chain]
  return assembleMessage(tokenKind, {
    content,
    certificates,
    signer: authority,
    attributes,
    signature: sign(attributes),
  })
}

/** Reads a token of at most 64 KiB. Fails with `time-stamp.unreadable`. */
export function readTimeStampToken(bytes: Uint8Array): TimeStampToken {
  return readStructure('time-stamp.unreadable', { der: bytes, sizeLimit: readLimit }, (reader) => {
    const message = readMessage(reader, tokenKind)
    if (message.content === null) fail('time-stamp.unreadable', { reason: 'no content' })
    return { ...message, info: readDer(message.content, readTimeStampInfo) }
  })
}

/** Verifies the certificate of a time-stamp authority for `timeStamp` at a moment, with others that came with it. */
export type AuthorityVerifier = (certificate: Certificate, at: Date, alongside: readonly Certificate[]) => ChainReport

export type TimeStampReport =
  | { kind: 'valid'; at: Date; authority: Certificate; chain: Extract<ChainReport, { kind: 'valid' }> }
  | { kind: 'unreadable'; failure: Failure }
  /** It stamps something else. */
  | { kind: 'imprint-differs' }
  /** It answers another question. */
  | { kind: 'nonce-differs' }
  | { kind: 'bad-signature' }
  | { kind: 'authority-untrusted'; chain: Exclude<ChainReport, { kind: 'valid' }> }

/**
 * Whether a token proves that its authority saw `imprint` (SM3, 32 bytes) when it says (RFC 3161, clause 2.2). `nonce` is
 * the asker's; null when somebody else asked. Reports the first breach; never throws for what was read.
 */
export function verifyTimeStamp(
  bytes: Uint8Array,
  {
    imprint,
    nonce,
    verifyAuthority,
  }: { imprint: Uint8Array; nonce: bigint | null; verifyAuthority: AuthorityVerifier },
): TimeStampReport {
  let authority: Certificate | null
  let token: TimeStampToken
  try {
    token = readTimeStampToken(bytes)
    authority = signerOf(token)
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    return { kind: 'unreadable', failure: error.failure }
  }
  const { info, certificates } = token
  if (!equalBytes(info.imprint, imprint)) return { kind: 'imprint-differs' }
  if (nonce !== null && info.nonce !== nonce) return { kind: 'nonce-differs' }
  if (authority === null) return { kind: 'bad-signature' }
  if (isForAnotherRole(authority, 'timeStamping'))
    return { kind: 'authority-untrusted', chain: { kind: 'wrong-role', certificate: authority } }
  const chain = verifyAuthority(authority, info.at, certificates)
  if (chain.kind !== 'valid') return { kind: 'authority-untrusted', chain }
  return { kind: 'valid', at: info.at, authority, chain }
}

/** The certificate whose key signed the token and that the token is bound to; null when nothing of that holds. */
function signerOf({ certificates, signer, content, attributes, signature }: TimeStampToken): Certificate | null {
  const certificate = certificates.find((one) => isIssuedAs(one, signer))
  if (certificate === undefined || attributes === null || content === null) return null
  const { contentType, contentDigest, signerDigest } = readSignedAttributes(attributes)
  const isBound =
    contentType === oid.timeStampInfo &&
    equalBytes(contentDigest, sm3(content)) &&
    equalBytes(signerDigest, certificateDigest(certificate))
  const { publicKey } = certificate
  const isSigned = publicKey !== null && verifyDigest(publicKey, messageDigest(publicKey, attributes), signature)
  return isBound && isSigned ? certificate : null
}

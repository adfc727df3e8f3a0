import { concatBytes } from '../../src/domain/bytes.ts'
import type { Certificate } from '../../src/domain/pki/certificate.ts'
import { findRecipient, openEnvelope, readEnvelope, sealEnvelope } from '../../src/domain/pki/enveloped-data.ts'
import {
  assembleSignedData,
  readSignedData,
  signedDataDigest,
  verifySignedData,
} from '../../src/domain/pki/signed-data.ts'
import type { RandomBytes } from '../../src/domain/random.ts'
import { decryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { signDigest } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { createSm4Gcm, gcmNonceSize } from '../../src/domain/sm/sm4-gcm.ts'
import type { Holder, Identity } from './authorities.ts'

// A bid file as one would write it without thinking of attackers: every primitive is sound, nothing ties them together.
// Each attack is first shown to succeed here.

export interface BareBidFile {
  envelopeDer: Uint8Array
  /** Nonce ‖ ciphertext ‖ tag each. */
  chunks: readonly Uint8Array[]
  /** SignedData over SM3 of the chunks. */
  signature: Uint8Array
}

/** Encrypts each chunk under a fresh nonce, with no number, no end and nothing associated. */
export function sealBareChunks(fileKey: Uint8Array, chunks: readonly Uint8Array[], random: RandomBytes): Uint8Array[] {
  const cipher = createSm4Gcm(fileKey.subarray(0, 16))
  return chunks.map((chunk) => {
    const nonce = random(gcmNonceSize)
    return concatBytes(nonce, cipher.seal(nonce, new Uint8Array(0), chunk))
  })
}

/** The plaintext of whatever chunks are there; null when a tag does not hold. */
export function openBareChunks(fileKey: Uint8Array, chunks: readonly Uint8Array[]): Uint8Array | null {
  const cipher = createSm4Gcm(fileKey.subarray(0, 16))
  const opened = chunks.map((chunk) =>
    cipher.open(chunk.subarray(0, gcmNonceSize), new Uint8Array(0), chunk.subarray(gcmNonceSize)),
  )
  return opened.every((chunk) => chunk !== null) ? concatBytes(...opened) : null
}

/** Encrypts the key to whomever the server lists. */
export function makeBareBidFile(
  { fileKey, chunks, signer }: { fileKey: Uint8Array; chunks: readonly Uint8Array[]; signer: Holder },
  recipients: readonly Certificate[],
  random: RandomBytes,
): BareBidFile {
  const sealed = sealBareChunks(fileKey, chunks, random)
  return {
    envelopeDer: sealEnvelope({ content: fileKey, recipients, random }),
    chunks: sealed,
    signature: signBare(sealed, signer.sign, random),
  }
}

export function signBare(
  chunks: readonly Uint8Array[],
  { certificate, key }: Identity,
  random: RandomBytes,
): Uint8Array {
  const content = sm3(...chunks)
  const signature = signDigest(key.privateKey, signedDataDigest(content, key.publicKey), random)
  return assembleSignedData({ content, certificates: [certificate], signer: certificate, signature })
}

/** Whoever signed the chunks is taken for the bidder. */
export function bareBidderOf({ chunks, signature }: BareBidFile): Certificate {
  return verifySignedData(readSignedData(signature), sm3(...chunks)).signer
}

/** Opens with any certificate the envelope knows; null when it cannot. */
export function openBareBidFile(file: BareBidFile, { certificate, key }: Identity): Uint8Array | null {
  const envelope = readEnvelope(file.envelopeDer)
  const wrapped = findRecipient(envelope, certificate)
  if (wrapped === null) return null
  return openBareChunks(openEnvelope(envelope, decryptSm2(key.privateKey, wrapped)), file.chunks)
}

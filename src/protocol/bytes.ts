import { z } from 'zod'
import { bytesOfBase64Url } from '../domain/bytes.ts'

/** Bytes as canonical unpadded base64url. With one argument exactly that many bytes, with two between them. */
export function encodedBytes(minInBytes: number, maxInBytes = minInBytes) {
  return z
    .string()
    .max(Math.ceil((maxInBytes * 4) / 3))
    .refine((text) => {
      const bytes = bytesOfBase64Url(text)
      return bytes !== null && bytes.length >= minInBytes && bytes.length <= maxInBytes
    }, 'not the base64url of an accepted number of bytes')
}

/** An SM3 digest, 32 bytes. */
export const EncodedDigest = encodedBytes(32)
/** An uncompressed SM2 point 04 ‖ x ‖ y, 65 bytes. */
export const EncodedPoint = encodedBytes(65)
/** An SM2 signature r ‖ s, 64 bytes. */
export const EncodedSignature = encodedBytes(64)
/** One X.509 certificate, DER. */
export const EncodedCertificate = encodedBytes(64, 8192)

/**
 * Controls, line ends, and the marks that turn the direction of writing ⚔ with them a name reads otherwise on the screen
 * than it is signed. Half a surrogate pair has no UTF-8.
 */
const unreadable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** One line of text that people read as it is: NFC, no controls, no marks of direction. */
export const line = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => text.normalize('NFC') === text && text.search(unreadable) === -1, 'not one line of NFC text')

/** What `line` takes of a text that somebody else wrote, such as a file's name; empty when that is nothing. */
export function readableLine(text: string, maxLength: number): string {
  return text.normalize('NFC').replaceAll(unreadable, '').slice(0, maxLength).replace(unreadable, '').trim()
}

/** Milliseconds since 1970-01-01 UTC. */
export const Timestamp = z.number().int().nonnegative()

/** 统一社会信用代码: 18 characters (GB 32100-2015). */
export const SocialCreditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/)

import { z } from 'zod'
import { bytesOfBase64Url } from '../domain/bytes.ts'

/** Bytes as canonical unpadded base64url. With one argument exactly that many bytes, with two between them. */
export function encodedBytes(minInBytes: number, maxInBytes = minInBytes) {
  const maxLength = Math.ceil((maxInBytes * 4) / 3)
  return z
    .string()
    .max(maxLength)
    .refine((text) => {
      // What is too long is refused above, but not before this was asked as well.
      const bytes = text.length > maxLength ? null : bytesOfBase64Url(text)
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

/** Milliseconds since 1970-01-01 UTC. */
export const Timestamp = z.number().int().nonnegative()

/** 统一社会信用代码: 18 characters (GB 32100-2015). */
export const SocialCreditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/)

import { bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import type { Certificate } from '../../domain/pki/certificate.ts'
import { decodeSignature, verifyMessage } from '../../domain/sm/sm2-sign.ts'
import { type Unwrapping, unwrappingMessage } from '../../protocol/signing-fields.ts'

/** Fails with `act.answer-invalid` unless the holder of the certificate signed just this of the unwrapping. */
export function requireUnwrapping(unwrapping: Unwrapping, { publicKey }: Certificate, encodedSignature: string): void {
  const signature = decodeSignature(bytesOfBase64Url(encodedSignature) ?? new Uint8Array())
  if (signature === null || publicKey === null || !verifyMessage(publicKey, unwrappingMessage(unwrapping), signature))
    fail('act.answer-invalid', {})
}

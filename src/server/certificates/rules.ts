import { bytesOfBase64Url } from '../../domain/bytes.ts'
import type { KeyPurpose } from '../../domain/cosign/messages.ts'
import type { KeyRecord } from '../../domain/cosign/server-records.ts'
import { type BidsealError, fail } from '../../domain/failure.ts'
import { readCertificationRequest } from '../../domain/pki/certificate-request.ts'
import type { NameFields } from '../../domain/pki/names.ts'
import { decodePoint, type Sm2Point } from '../../domain/sm/sm2-curve.ts'

/** The subject of an enterprise's certificates: from the register, never from a request. */
export function enterpriseSubject(name: string, socialCreditCode: string): NameFields {
  return { country: 'CN', organization: name, commonName: name, serialNumber: socialCreditCode }
}

/** The public key of a key that the two parties generated for this account and purpose. Fails otherwise. */
export function certifiableKey(record: KeyRecord | null, wanted: { accountId: string; purpose: KeyPurpose }): Sm2Point {
  if (record === null || record.account !== wanted.accountId || record.purpose !== wanted.purpose)
    return fail('application.request-invalid', { reason: 'no such key of this account' })
  const point = decodePoint(bytesOfBase64Url(record.publicKey) ?? new Uint8Array())
  return point ?? fail('application.request-invalid', { reason: 'not a key' })
}

/** Fails unless the request is signed by this very key; what names it asks for does not matter. */
export function checkRequest(request: Uint8Array, publicKey: Sm2Point): void {
  try {
    if (readCertificationRequest(request).publicKey.equals(publicKey)) return
  } catch (error) {
    fail('application.request-invalid', { reason: codeOf(error) }, error)
  }
  fail('application.request-invalid', { reason: 'signed by another key' })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'failure' in error ? (error as BidsealError).failure.code : 'unreadable'
}

import { type DerReader, readDer } from '../asn1/read-der.ts'
import { BidsealError, fail } from '../failure.ts'

/** The failures that say which kind of structure could not be read. */
type Unreadable =
  | 'certificate.unreadable'
  | 'certificate-request.unreadable'
  | 'revocation-list.unreadable'
  | 'signed-data.unreadable'
  | 'time-stamp.unreadable'
  | 'seal.unreadable'
  | 'seal-signature.unreadable'

/** Reads one whole structure of at most `sizeLimit` bytes; whatever is wrong inside ends with the given failure. */
export function readStructure<T>(
  code: Unreadable,
  { der, sizeLimit }: { der: Uint8Array; sizeLimit: number },
  read: (reader: DerReader) => T,
): T {
  if (der.length > sizeLimit) fail(code, { reason: `larger than ${sizeLimit} bytes` })
  try {
    return readDer(der, read)
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    fail(code, { reason: reasonOf(error) }, error)
  }
}

function reasonOf({ failure }: BidsealError): string {
  const { code, details } = failure
  if (code === 'der.invalid') return `${details.reason} at byte ${details.offset}`
  return 'reason' in details ? details.reason : code
}

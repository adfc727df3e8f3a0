/** The part of a file that a request asks for; both ends inclusive, counted in bytes from 0. */
export type ByteRange = { first: number; last: number }

/**
 * Reads one `Range` header (RFC 9110, 14.2) against a file's size in bytes. Null when the whole file is meant, also
 * for several ranges, which a server may ignore; 'unsatisfiable' when the range lies outside the file.
 */
export function readByteRange(header: string | null, sizeInBytes: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return null
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), sizeInBytes)
    return length === 0 ? 'unsatisfiable' : { first: sizeInBytes - length, last: sizeInBytes - 1 }
  }
  const first = Number(match[1])
  const last = match[2] === '' ? sizeInBytes - 1 : Math.min(Number(match[2]), sizeInBytes - 1)
  if (match[2] !== '' && Number(match[2]) < first) return null
  return first >= sizeInBytes ? 'unsatisfiable' : { first, last }
}

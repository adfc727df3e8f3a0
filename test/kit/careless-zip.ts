import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { crc32 } from '../../src/domain/zip/crc32.ts'
import { localHeader, zipDirectory } from '../../src/domain/zip/zip-records.ts'

/** An archive put together without asking whether it is one that may exist. */
export function carelessZip(...files: readonly [name: string, text: string][]): Uint8Array {
  const entries = files.map(([name, text]) => {
    const content = utf8Bytes(text)
    return { name, sizeInBytes: content.length, crc32: crc32(content), content }
  })
  return concatBytes(...entries.flatMap((entry) => [localHeader(entry), entry.content]), zipDirectory(entries))
}

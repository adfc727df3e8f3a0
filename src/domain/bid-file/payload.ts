import { type ByteSource, piecesOf, sourceWithin } from '../byte-source.ts'
import { concatBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { sm3OfEach } from '../sm/sm3.ts'
import { gcmTagSize } from '../sm/sm4-gcm.ts'
import { type BidFileHeader, chunksOffset, headerBackOffset } from './header.ts'
import { createPayloadDigest } from './payload-digest.ts'

/** How a long piece of work is watched and stopped. Progress is bytes of chunks done. */
export interface WorkOptions {
  signal?: AbortSignal
  onProgress?: (bytesDone: number) => void
}

/** The digest of the chunks of a file, without any key. Fails with `bid-file.truncated`. */
export async function payloadDigestOf(
  source: ByteSource,
  header: BidFileHeader,
  { signal, onProgress }: WorkOptions = {},
): Promise<Uint8Array> {
  const digest = createPayloadDigest(header.salt)
  let done = 0
  const sealedSize = header.meta.chunkSize + gcmTagSize
  for await (const four of piecesOf(payloadOf(source, header), 4 * sealedSize)) {
    if (signal?.aborted) fail('task.cancelled', {})
    const chunks: Uint8Array[] = []
    for (let at = 0; at < four.length; at += sealedSize) chunks.push(four.subarray(at, at + sealedSize))
    digest.add(concatBytes(...sm3OfEach(chunks)))
    done += four.length
    onProgress?.(done)
  }
  return digest.digest()
}

/** The part of a file in which its chunks stand. Fails with `bid-file.truncated`. */
export function payloadOf(source: ByteSource, header: BidFileHeader): ByteSource {
  const [start, end] = [chunksOffset(header.meta), headerBackOffset(header.meta)]
  if (end > source.sizeInBytes) fail('bid-file.truncated', { missingBytes: end - source.sizeInBytes })
  return sourceWithin(source, start, end - start)
}

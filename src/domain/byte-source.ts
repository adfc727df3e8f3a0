/** Bytes that can be read anywhere: a file, or a part of memory. Hosts plug in their own. */
export interface ByteSource {
  readonly sizeInBytes: number
  /** Exactly `length` bytes at `offset`; the caller stays within the size. Rejects when the host cannot deliver. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** A source over bytes in memory. */
export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return {
    sizeInBytes: bytes.length,
    read: async (offset, length) => {
      if (offset + length > bytes.length) throw new RangeError('read beyond the end of the source')
      return bytes.subarray(offset, offset + length)
    },
  }
}

/** A part of a source as a source of its own. */
export function sourceWithin(source: ByteSource, start: number, length: number): ByteSource {
  return {
    sizeInBytes: length,
    read: (offset, count) => {
      if (offset + count > length) throw new RangeError('read beyond the end of the source')
      return source.read(start + offset, count)
    },
  }
}

/** The source from front to back in pieces of at most `pieceSize` bytes. */
export async function* piecesOf(source: ByteSource, pieceSize = 0x100000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.sizeInBytes; at += pieceSize)
    yield await source.read(at, Math.min(pieceSize, source.sizeInBytes - at))
}

/** All of a source that is known to be small. */
export async function bytesOf(source: ByteSource): Promise<Uint8Array> {
  return source.read(0, source.sizeInBytes)
}

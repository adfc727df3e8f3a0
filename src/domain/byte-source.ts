const syncPieceSize = 0x40000

/** Bytes that can be read anywhere: a file, or a part of memory. Hosts plug in their own. */
export interface ByteSource {
  readonly sizeInBytes: number
  /** Exactly `length` bytes at `offset`; the caller stays within the size. Rejects when the host cannot deliver. */
  read(offset: number, length: number): Promise<Uint8Array>
  /** The same at once, where the host can: see `SyncSource`. */
  readSync?: SyncSource['readSync']
}

/**
 * Bytes that are there when they are asked for: in memory, or of a file whose reader may wait for the disk, which only a
 * worker and a command line may.
 */
export interface SyncSource {
  readonly sizeInBytes: number
  /**
   * Exactly `length` bytes at `offset`; the caller stays within the size. `into` may be used for them when it is that long.
   * Throws when the host cannot deliver.
   */
  readSync(offset: number, length: number, into?: Uint8Array): Uint8Array
}

/** A source over bytes in memory. */
export function sourceOfBytes(bytes: Uint8Array): ByteSource & SyncSource {
  const readSync = (offset: number, length: number) => {
    if (offset + length > bytes.length) throw new RangeError('read beyond the end of the source')
    return bytes.subarray(offset, offset + length)
  }
  return { sizeInBytes: bytes.length, read: async (offset, length) => readSync(offset, length), readSync }
}

/** A part of a source as a source of its own. */
export function sourceWithin(source: ByteSource, start: number, length: number): ByteSource {
  const { readSync } = source
  return {
    sizeInBytes: length,
    read: (offset, count) => {
      if (offset + count > length) throw new RangeError('read beyond the end of the source')
      return source.read(start + offset, count)
    },
    ...(readSync && {
      readSync: syncSourceWithin({ sizeInBytes: source.sizeInBytes, readSync }, start, length).readSync,
    }),
  }
}

/** A part of a source that answers at once as a source of its own. */
export function syncSourceWithin(source: SyncSource, start: number, length: number): SyncSource {
  return {
    sizeInBytes: length,
    readSync: (offset, count, into) => {
      if (offset + count > length) throw new RangeError('read beyond the end of the source')
      return source.readSync(start + offset, count, into)
    },
  }
}

/** The same bytes for who must have them at once: from the host where it can, else all of them in memory. */
export async function syncSourceOf(source: ByteSource): Promise<SyncSource> {
  const { sizeInBytes, readSync } = source
  return readSync ? { sizeInBytes, readSync } : sourceOfBytes(await bytesOf(source))
}

/** The source from front to back in pieces of at most `pieceSize` bytes. */
export async function* piecesOf(source: ByteSource, pieceSize = 0x100000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.sizeInBytes; at += pieceSize)
    yield await source.read(at, Math.min(pieceSize, source.sizeInBytes - at))
}

/** The same for a source that answers at once, from `start` to before `end`. A piece lasts until the next is asked for. */
export function* syncPiecesOf(source: SyncSource, start = 0, end = source.sizeInBytes): Generator<Uint8Array> {
  const room = new Uint8Array(Math.min(syncPieceSize, Math.max(0, end - start)))
  for (let at = start; at < end; at += syncPieceSize) {
    const length = Math.min(syncPieceSize, end - at)
    yield source.readSync(at, length, room.subarray(0, length))
  }
}

/** All of a source that is known to be small. */
export async function bytesOf(source: ByteSource): Promise<Uint8Array> {
  return source.read(0, source.sizeInBytes)
}

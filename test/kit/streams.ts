import { concatBytes } from '../../src/domain/bytes.ts'

/** Everything that an iterable of bytes yields, joined. */
export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const collected: Uint8Array[] = []
  for await (const piece of pieces) collected.push(piece.slice())
  return concatBytes(...collected)
}

/** Everything that a generator of bytes yields, and what it returns at its end. */
export async function collectWithResult<R>(
  pieces: AsyncGenerator<Uint8Array, R>,
): Promise<{ bytes: Uint8Array; result: R }> {
  const collected: Uint8Array[] = []
  for (;;) {
    const step = await pieces.next()
    if (step.done) return { bytes: concatBytes(...collected), result: step.value }
    collected.push(step.value.slice())
  }
}

/** Bytes in pieces of the given size, as a slow host would deliver them. */
export async function* inPieces(bytes: Uint8Array, pieceSize: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize)
}

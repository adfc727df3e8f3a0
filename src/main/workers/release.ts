/**
 * Gives the memory of bytes back at once. The collector lets 64 MiB of buffers lie in every thread before it looks, which
 * is more than all the rest that work on a bid of any size needs. ⚔ The bytes must not be used any more, by anybody.
 */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes
  // Not what others stand in as well, such as a pool of buffers or the memory of an engine.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) buffer.transfer(0)
}

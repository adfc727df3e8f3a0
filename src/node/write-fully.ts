import type { FileHandle } from 'node:fs/promises'

/**
 * Writes every byte behind those already written. `FileHandle.write` may take a part only and call that a success, which
 * is what happens when the disk fills up: a file that was digested while it was written would then be shorter than its
 * digest says.
 */
export function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  return file.writeFile(bytes)
}

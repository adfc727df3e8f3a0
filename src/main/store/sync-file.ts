import { open } from 'node:fs/promises'

/** Resolves when what was written to a file by anybody is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync().finally(() => file.close())
}

/** One pass over a stored file, which gave its name. */
export interface Pass {
  /** Of the file then: the pass holds for no other. */
  identity: string
  /** SM3 over all of it as `Sm3.save` gives it. */
  digest: Uint8Array
  /** CRC-32 of all of it. */
  crc32: number
}

const keptPasses = 10_000

/** Passes over stored files, by their names, since the program began; the least recently used first. */
export function createKnownPasses() {
  const passes = new Map<string, Pass>()
  return {
    of(blob: string): Pass | null {
      const pass = passes.get(blob)
      if (pass === undefined) return null
      passes.delete(blob)
      passes.set(blob, pass)
      return pass
    },
    forget: (blob: string) => void passes.delete(blob),
    remember(blob: string, pass: Pass | null): void {
      if (pass === null) return
      passes.delete(blob)
      passes.set(blob, pass)
      const [oldest] = passes.keys()
      if (passes.size > keptPasses && oldest !== undefined) passes.delete(oldest)
    },
  }
}
export type KnownPasses = ReturnType<typeof createKnownPasses>

import { createHash } from 'node:crypto'

/** One file to write, its path relative to `resources/`. */
export type Artifact = { path: string; bytes: Uint8Array }

export function jsonArtifact(path: string, value: unknown): Artifact {
  return { path, bytes: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`) }
}

export function sm3Hex(bytes: Uint8Array): string {
  return createHash('sm3').update(bytes).digest('hex')
}

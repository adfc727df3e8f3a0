import type { FuzzTarget } from './target.ts'

/** The groups of targets: each is loaded by itself, because making its seeds takes a while. */
const groups = {
  asn1: async () => (await import('./targets/asn1.ts')).asn1Targets,
  pki: async () => (await import('./targets/pki.ts')).pkiTargets,
  seals: async () => (await import('./targets/seals.ts')).sealTargets,
  'time-stamps': async () => (await import('./targets/time-stamps.ts')).timeStampTargets,
  archives: async () => (await import('./targets/archives.ts')).archiveTargets,
  'bid-file': async () => (await import('./targets/bid-file.ts')).bidFileTargets,
  pdf: async () => (await import('./targets/pdf.ts')).pdfTargets,
  protocol: async () => (await import('./targets/protocol.ts')).protocolTargets,
  cosign: async () => (await import('./targets/cosign.ts')).cosignTargets,
} as const satisfies Record<string, () => Promise<readonly FuzzTarget[]>>

export type GroupName = keyof typeof groups
export const groupNames = Object.keys(groups) as readonly GroupName[]

export async function loadTargets(...names: readonly GroupName[]): Promise<FuzzTarget[]> {
  const loaded = await Promise.all(names.map((name) => groups[name]()))
  return loaded.flat()
}

/** The seals that sign nodes ask for: 企业公章, 法人章, 法人手写签名. */
export const sealKinds = ['official', 'legalRepresentative', 'legalRepresentativeSignature'] as const
export type SealKind = (typeof sealKinds)[number]

/** The type number in SES_ESPropertyInfo: GB/T 38540-2020 leaves the list to the maker; ours begins at 1. */
export function sealTypeOf(kind: SealKind): number {
  return sealKinds.indexOf(kind) + 1
}

/** The kind of a type number; null for a maker's other numbers. */
export function sealKindOf(type: number): SealKind | null {
  return sealKinds[type - 1] ?? null
}

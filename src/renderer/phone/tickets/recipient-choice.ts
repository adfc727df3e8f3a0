import type { CertificatePair } from '../../../protocol/http-api.ts'

export type RecipientWarning =
  | { name: 'single-person' }
  | { name: 'expires-before-opening'; personName: string; notAfter: number }

/** Colleagues whose encryption certificate may be chosen now: own one first, then by name; each certificate once. */
export function recipientChoices(
  colleagues: readonly CertificatePair[],
  ownPairId: string | null,
  now: number,
): CertificatePair[] {
  const once = new Map(colleagues.map((pair) => [pair.pairId, pair]))
  return [...once.values()]
    .filter((pair) => pair.state === 'active' && pair.notAfter > now)
    .sort((left, right) => {
      const ownFirst = Number(right.pairId === ownPairId) - Number(left.pairId === ownPairId)
      return ownFirst === 0 ? left.personName.localeCompare(right.personName, 'zh-CN') : ownFirst
    })
}

/** What may leave the bid closed on the day: one phone only, or a certificate that ends before the opening. */
export function recipientWarnings(chosen: readonly CertificatePair[], openingAt: number | null): RecipientWarning[] {
  const early = chosen
    .filter(({ notAfter }) => openingAt !== null && notAfter <= openingAt)
    .map(({ personName, notAfter }) => ({ name: 'expires-before-opening' as const, personName, notAfter }))
  // One person's certificates lie on one phone.
  const persons = new Set(chosen.map(({ personName }) => personName))
  return persons.size < 2 ? [{ name: 'single-person' }, ...early] : early
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const organizationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const organizationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/**
 * Whether a text is an 18-character unified social credit code (统一社会信用代码): both its own check character
 * (GB 32100-2015, 4.7) and that of the organisation code inside it (GB 11714-1997, 4.4) must be right.
 */
export function isSocialCreditCode(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false
  return text === socialCreditCodeOf(text.slice(0, 8), text.slice(8, 16))
}

/**
 * Completes a social credit code from its first 8 characters (registration authority, kind, region) and the first 8 of
 * the organisation code. Null when the organisation's check character would be one the code may not hold.
 */
export function socialCreditCodeOf(prefix: string, organization: string): string | null {
  const body = prefix + organization + organizationCheck(organization)
  if (body.length !== 17 || [...body].some((character) => !alphabet.includes(character))) return null
  const sum = [...body].reduce((total, character, i) => total + alphabet.indexOf(character) * (3 ** i % 31), 0)
  return body + alphabet[(31 - (sum % 31)) % 31]
}

function organizationCheck(organization: string): string {
  const sum = organizationWeights.reduce(
    (total, weight, i) => total + weight * organizationAlphabet.indexOf(organization[i] ?? ''),
    0,
  )
  const check = 11 - (sum % 11)
  if (check === 10) return 'X'
  return check === 11 ? '0' : String(check)
}

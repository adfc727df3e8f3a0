/**
 * The only Latin letters a user may read, each with its reason. Whole numbers come first: a number may hold the letters of
 * a shorter rule.
 */
const allowed: readonly { pattern: RegExp; because: string }[] = [
  {
    pattern: /(?<![A-Za-z0-9])(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{5,}(?![A-Za-z0-9])/g,
    because: 'serial and project numbers',
  },
  { pattern: /(?<![A-Za-z0-9])[0-9A-F]{8}(?![A-Za-z0-9])/g, because: 'ends of fingerprints' },
  { pattern: /CA(?![A-Za-z])/g, because: 'the trade says CA 锁 and CA 认证, and names authorities so' },
  { pattern: /PDF(?![A-Za-z])/g, because: 'the format has no Chinese name' },
  { pattern: /\.?(?:bdzf|bdcf|bdtf|nbdtf|pdf|cer|crl|json)(?![A-Za-z])/gi, because: 'file extensions' },
  { pattern: /(?<![A-Za-z])[A-C](?![A-Za-z])/g, because: 'classes of safety certificates, by law' },
  { pattern: /(?<![A-Za-z])(?:mm|KB|MB|GB)(?![A-Za-z])/g, because: 'units' },
]

/**
 * What is left of a text without the allowed words, if there are Latin letters in it; else nothing. `named` is what users
 * named themselves: their computer, folders and files.
 */
export function latinLeft(text: string, named: readonly string[] = []): string {
  const ours = named.reduce((left, name) => left.replaceAll(name, ''), text)
  const rest = allowed.reduce((left, { pattern }) => left.replace(pattern, ''), ours)
  return /\p{Script=Latin}/u.test(rest) ? rest.trim() : ''
}

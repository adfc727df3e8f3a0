import type { Certificate, Usage } from './certificate.ts'

/**
 * What a certificate was issued for, as its policy (RFC 5280, clause 4.2.1.4). The arc is our own: 2.25 and the UUID
 * f7e206d1-ae40-461d-8ba6-1376497bba7b (X.667, clause 7). Under one root a name alone would have to tell a bidder from
 * the platform ⚔ whoever gets a certificate with a fitting name could sign receipts or make seals.
 */
const arc = '2.25.329492912355974773114598845848043108987'

export const rolePolicies = {
  /** An enterprise's or person's signatures (双证书: 签名证书). */
  userSigning: `${arc}.1`,
  /** Keys encrypted to an enterprise or person (双证书: 加密证书). */
  userEncryption: `${arc}.2`,
  /** 制章中心. */
  sealMaker: `${arc}.3`,
  /** 业务系统: receipts. */
  platform: `${arc}.4`,
  /** 时间戳机构. */
  timeStamping: `${arc}.5`,
} as const
export type Role = keyof typeof rolePolicies

/** For the certificates of authorities, which issue for every role. */
export const anyPolicy = '2.5.29.32.0'

export const userRole: Record<Usage, Role> = { sign: 'userSigning', encrypt: 'userEncryption' }

/** Whether the certificate was issued for the role. Every authority is trusted to say so. */
export function hasRole({ policies }: Certificate, role: Role): boolean {
  return policies.includes(rolePolicies[role])
}

/** Whether it was issued for something else; no when it tells nothing, as those of other installations do. */
export function isForAnotherRole({ policies }: Certificate, role: Role): boolean {
  const others = Object.entries(rolePolicies).filter(([name]) => name !== role)
  return others.some(([, policy]) => policies.includes(policy))
}

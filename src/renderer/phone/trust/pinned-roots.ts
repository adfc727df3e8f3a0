import { bytesOfBase64Url } from '../../../domain/bytes.ts'
import { BidsealError } from '../../../domain/failure.ts'
import { type Certificate, holderOf, readCertificate, type Usage } from '../../../domain/pki/certificate.ts'
import { trustedPath, verifyChain } from '../../../domain/pki/chain.ts'
import { type RevocationList, readRevocationList } from '../../../domain/pki/revocation-list.ts'
import { userRole } from '../../../domain/pki/roles.ts'
import { certificateRoutes } from '../../../protocol/http-api.ts'
import type { CertificateChain } from '../../../protocol/ticket-answers.ts'
import type { PhoneParts } from '../app-context.tsx'

/** What this phone believes about certificates. The roots are its own; revocation lists are checked before use. */
export interface Trust {
  roots: readonly Certificate[]
  revocationLists: readonly RevocationList[]
}

/**
 * The roots pinned at the first sign-in on this phone, with the present revocation lists. In demo mode every installation
 * has its own root, so the first sight decides; what the server names later changes nothing.
 */
export async function loadTrust({ server, storage }: PhoneParts): Promise<Trust> {
  const published = await server.call(certificateRoutes.authorities, { body: {} })
  const pinned = await storage.read('roots', 'pinned')
  if (pinned === null) await storage.write('roots', 'pinned', published.roots)
  return {
    roots: (pinned ?? published.roots).map((encoded) => readCertificate(bytesOfBase64Url(encoded) ?? new Uint8Array())),
    revocationLists: published.revocationLists.map((encoded) =>
      readRevocationList(bytesOfBase64Url(encoded) ?? new Uint8Array()),
    ),
  }
}

/** The certificate at the end of a chain. */
export function leafOf({ leaf }: CertificateChain): Certificate {
  return readCertificate(bytesOfBase64Url(leaf) ?? new Uint8Array())
}

/** What a certificate must be, besides being issued under a pinned root. */
export interface Expected {
  usage: Usage
  socialCreditCode: string
  at: number
}

/** The leaf, once its chain leads to a pinned root and it names the enterprise. Failures: certificate.*. */
export function trustedLeaf(
  chain: CertificateChain,
  trust: Trust,
  { usage, socialCreditCode, at }: Expected,
): Certificate {
  const leaf = leafOf(chain)
  const intermediates = chain.authorities.map((encoded) =>
    readCertificate(bytesOfBase64Url(encoded) ?? new Uint8Array()),
  )
  trustedPath(verifyChain({ leaf, intermediates, ...trust, at: new Date(at), usage, role: userRole[usage] }))
  const holder = holderOf(leaf)
  if (holder.socialCreditCode !== socialCreditCode)
    throw new BidsealError({ code: 'certificate.name-mismatch', details: { name: holder.name } })
  return leaf
}

/** Whether `trustedLeaf` would succeed. */
export function isTrusted(chain: CertificateChain, trust: Trust, expected: Expected): boolean {
  try {
    trustedLeaf(chain, trust, expected)
    return true
  } catch (error) {
    if (error instanceof BidsealError) return false
    throw error
  }
}

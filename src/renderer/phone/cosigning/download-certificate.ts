import { base64UrlOf } from '../../../domain/bytes.ts'
import { tryDecryption } from '../../../domain/cosign/phone-decrypt.ts'
import { generateKey } from '../../../domain/cosign/phone-generate.ts'
import type { Phone } from '../../../domain/cosign/phone-record.ts'
import { cosign } from '../../../domain/cosign/phone-sign.ts'
import { fail } from '../../../domain/failure.ts'
import { assembleCertificationRequest, certificationRequestTbs } from '../../../domain/pki/certificate-request.ts'
import type { Sm2Point } from '../../../domain/sm/sm2-curve.ts'
import { messageDigest } from '../../../domain/sm/sm2-sign.ts'
import { type CertificatePair, certificateRoutes, type ReadyCertificate } from '../../../protocol/http-api.ts'
import type { SigningFields } from '../../../protocol/signing-fields.ts'
import type { ServerConnection } from '../server-connection.ts'
import { type Trust, trustedLeaf } from '../trust/pinned-roots.ts'

export type DownloadStep = 'generating' | 'trying' | 'requesting'

export interface Download {
  phone: Phone
  server: ServerConnection
  trust: Trust
  application: ReadyCertificate
  pin: string
  onStep(step: DownloadStep): void
}

/**
 * 下载证书: two new keys of two shares each, both tried, then certified. An interrupted download is simply done again:
 * new keys never overwrite old ones, and keys without a certificate are worth nothing.
 * Failures: those of `generateKey`, `cosign`, the server, and certificate.* when what comes back is not to be trusted.
 */
export async function downloadCertificate(download: Download): Promise<CertificatePair> {
  const { phone, server, application, pin, onStep } = download
  onStep('generating')
  const signing = await generateKey(phone, { pin, purpose: 'sign' })
  const encryption = await generateKey(phone, { pin, purpose: 'encrypt' })
  onStep('trying')
  await tryDecryption(phone, { key: encryption.key, pin })
  onStep('requesting')
  const certificationRequest = base64UrlOf(await signedRequest(download, signing))
  const pair = await server.call(certificateRoutes.issue, {
    params: { applicationId: application.applicationId },
    body: { signKeyId: signing.key, encryptKeyId: encryption.key, certificationRequest },
  })
  checkIssued(pair, download, { sign: signing.publicKey, encrypt: encryption.publicKey })
  return pair
}

async function signedRequest(
  { phone, application, pin }: Download,
  { key, publicKey }: { key: string; publicKey: Sm2Point },
) {
  const { applicationId, enterpriseName, socialCreditCode } = application
  const fields: SigningFields = { act: 'certification-request', applicationId, enterpriseName, socialCreditCode }
  const tbs = certificationRequestTbs({
    subject: {
      country: 'CN',
      organization: enterpriseName,
      commonName: enterpriseName,
      serialNumber: socialCreditCode,
    },
    publicKey,
  })
  return assembleCertificationRequest(
    tbs,
    await cosign(phone, { key, pin, fields, digest: messageDigest(publicKey, tbs) }),
  )
}

/** ⚔ A certificate over somebody else's key would let the server read what is encrypted to it. */
function checkIssued(pair: CertificatePair, { trust, server }: Download, keys: Record<'sign' | 'encrypt', Sm2Point>) {
  const { socialCreditCode } = pair
  for (const [usage, chain] of [
    ['sign', pair.signing],
    ['encrypt', pair.encryption],
  ] as const) {
    const leaf = trustedLeaf(chain, trust, { usage, socialCreditCode, at: server.now() })
    if (leaf.publicKey === null || !leaf.publicKey.equals(keys[usage])) fail('phone.signature-wrong', {})
  }
}

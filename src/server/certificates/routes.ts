import type { FastifyInstance } from 'fastify'
import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { certificateRoutes } from '../../protocol/http-api.ts'
import type { Accounts } from '../accounts/repository.ts'
import type { CosignRecords } from '../cosign/repository.ts'
import { paramsOf, type Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import { accountChannel } from '../pushes.ts'
import type { SealMaker } from '../seals/seal-maker.ts'
import type { EndSessions } from '../sessions/routes.ts'
import type { Authorities } from './authorities.ts'
import type { ApplicationRow, Certificates } from './repository.ts'
import { certifiableKey, checkRequest, enterpriseSubject } from './rules.ts'

interface CertificateParts {
  parts: Parts
  accounts: Accounts
  authorities: Authorities
  certificates: Certificates
  keys: CosignRecords
  sealMaker: SealMaker
  endSessions: EndSessions
}

export function serveCertificates(app: FastifyInstance, serve: Serve, given: CertificateParts): void {
  const { parts, accounts, authorities, certificates, keys, sealMaker, endSessions } = given
  const { db, now, random, pushes } = parts

  serveRevocationLists(app, authorities)

  serve.account(certificateRoutes.list, ({ account }) => ({
    pairs: certificates.ofAccount(account.accountId).map((row) => certificates.view(row, now())),
    ready: certificates.ready(account.accountId),
  }))

  serve.account(certificateRoutes.issue, ({ params, body, account }) => {
    const application = certificates.application(params.applicationId ?? '')
    if (application?.account_id !== account.accountId) return fail('request.not-found', {})
    const known = certificates.ofApplication(application.application_id)
    if (known !== null) {
      const isSame = known.sign_key_id === body.signKeyId && known.encrypt_key_id === body.encryptKeyId
      return isSame ? certificates.view(known, now()) : fail('application.issued-before', {})
    }
    const { accountId } = account
    const signing = certifiableKey(keys.key(body.signKeyId), { accountId, purpose: 'sign' })
    const encryption = certifiableKey(keys.key(body.encryptKeyId), { accountId, purpose: 'encrypt' })
    checkRequest(bytesOfBase64Url(body.certificationRequest)!, signing)
    const pairId = base64UrlOf(random(12))
    const view = db.transaction(() => {
      if (certificates.ofSignKey(body.signKeyId) !== null || certificates.ofEncryptKey(body.encryptKeyId) !== null)
        fail('application.request-invalid', { reason: 'the key has a certificate already' })
      certificates.insertPair({
        ...pairColumns(application),
        pair_id: pairId,
        sign_key_id: body.signKeyId,
        encrypt_key_id: body.encryptKeyId,
        signing: certify(application, 'userSigning', signing),
        encryption: certify(application, 'userEncryption', encryption),
      })
      const pair = certificates.pair(pairId)!
      sealMaker.makeFor(pair)
      endSessions(accountId)
      return certificates.view(pair, now())
    })
    pushes.send(accountChannel(accountId), { name: 'certificates.changed' })
    return view
  })

  function certify(
    application: ApplicationRow & { enterprise_name: string },
    profile: 'userSigning' | 'userEncryption',
    publicKey: Parameters<Authorities['certify']>[1]['publicKey'],
  ) {
    return authorities.certify(application.authority_id, {
      profile,
      subject: enterpriseSubject(application.enterprise_name, application.social_credit_code),
      publicKey,
      notBefore: application.not_before,
      notAfter: application.not_after,
    })
  }

  serve.account(certificateRoutes.colleagues, ({ params, account }) => {
    const { memberships } = accounts.view(account.accountId)
    const socialCreditCode = params.socialCreditCode ?? ''
    if (!memberships.some((one) => one.socialCreditCode === socialCreditCode)) return fail('request.forbidden', {})
    return { pairs: certificates.ofEnterprise(socialCreditCode).map((row) => certificates.view(row, now())) }
  })

  serve.account(certificateRoutes.seals, ({ params, account }) => {
    const pair = certificates.pair(params.pairId ?? '')
    if (pair?.account_id !== account.accountId) return fail('request.not-found', {})
    return { seals: sealMaker.sealsOf(pair.pair_id).map(base64UrlOf) }
  })

  serve.anybody(certificateRoutes.authorities, () => ({
    roots: authorities.roots().map(({ der }) => base64UrlOf(der)),
    authorities: authorities
      .issuers()
      .slice(1)
      .map((id) => base64UrlOf(authorities.certificateOf(id).der)),
    revocationLists: authorities.issuers().map((id) => base64UrlOf(authorities.revocationList(id))),
  }))
}

/** Revocation lists where the certificates say they are (RFC 5280, clause 4.2.1.13), plain DER. */
function serveRevocationLists(app: FastifyInstance, authorities: Authorities): void {
  app.get('/api/authorities/:authorityId/revocations', (request, reply) => {
    const { authorityId = '' } = paramsOf(request)
    if (!authorities.issuers().includes(authorityId)) return fail('request.not-found', {})
    return reply.type('application/pkix-crl').send(Buffer.from(authorities.revocationList(authorityId)))
  })
}

const pairColumns = (application: ApplicationRow) => ({
  application_id: application.application_id,
  account_id: application.account_id,
  social_credit_code: application.social_credit_code,
  authority_id: application.authority_id,
  role: application.role,
  not_after: application.not_after,
})

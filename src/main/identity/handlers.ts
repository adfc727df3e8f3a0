import type { Handlers } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { certificateDigest } from '../../domain/pki/certificate.ts'
import { decodeSignature, verifyMessage } from '../../domain/sm/sm2-sign.ts'
import type { AnswerOf } from '../../protocol/ticket-answers.ts'
import { presenceMessage, type TicketBodyOf } from '../../protocol/tickets.ts'
import type { Desktop } from '../desktop.ts'
import { sectionOf } from '../project/section.ts'
import { type Answered, askPhone } from '../tickets/ask-phone.ts'
import { type TrustedCertificate, trustedCertificate } from '../tickets/trust.ts'

type PresenceKind = 'identify' | 'bind' | 'sync-credit'

/** A certificate that was shown to be present: its chain holds, and it signed this ticket's body. */
export interface Presence extends TrustedCertificate {
  personName: string
}

/** Checks an answer that proves presence. Failures: those of the chain, `act.answer-invalid`. */
export async function requirePresence<K extends PresenceKind>(
  desktop: Desktop,
  { body, answer }: Pick<Answered<K>, 'body' | 'answer'>,
  socialCreditCode?: string,
): Promise<Presence> {
  const presence: AnswerOf<PresenceKind> = answer
  const certificate = trustedCertificate(presence.certificate, {
    trust: await desktop.trust(),
    at: desktop.server.now(),
    usage: 'sign',
    ...(socialCreditCode === undefined ? {} : { socialCreditCode }),
  })
  const signature = decodeSignature(bytesOfBase64Url(presence.signature) ?? new Uint8Array())
  const { publicKey } = certificate.certificate
  const message = presenceMessage(body as TicketBodyOf<PresenceKind>)
  if (signature === null || publicKey === null || !verifyMessage(publicKey, message, signature))
    return fail('act.answer-invalid', {})
  return { ...certificate, personName: presence.personName }
}

/** CA 认证: who bids, from the certificate on a phone. */
export function identityHandlers(desktop: Desktop): Pick<Handlers<DesktopContract>, 'identity.authenticate'> {
  const { projects, views, server, announce } = desktop
  return {
    'identity.authenticate': async ({ projectId }, job) => {
      const project = views.required(projectId)
      const act = { kind: 'identify', purpose: 'bid-tool', section: sectionOf(project) } as const
      const presence = await requirePresence(desktop, await askPhone<'identify'>(server, act, job))
      projects.setBidder(projectId, {
        enterpriseName: presence.enterpriseName,
        socialCreditCode: presence.socialCreditCode,
        personName: presence.personName,
        authorityName: presence.authorityName,
        certificateNotAfter: presence.certificate.notAfter.getTime(),
        certificateDigest: base64UrlOf(certificateDigest(presence.certificate)),
      })
      announce('project.changed', { projectId })
      return views.view(projectId)
    },
  }
}

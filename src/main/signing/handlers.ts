import type { ProjectId } from '../../contract/bid-project.ts'
import type { Handlers, Job } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import type { SealRequest } from '../../contract/signing.ts'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import { base64UrlOf } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { certificateDigest } from '../../domain/pki/certificate.ts'
import type { Desktop } from '../desktop.ts'
import { sectionOf } from '../project/section.ts'
import { type Act, askPhone } from '../tickets/ask-phone.ts'
import { trustedCertificate } from '../tickets/trust.ts'
import { timeStampsOf } from './ask-time-stamp.ts'
import {
  applyAnswer,
  inRounds,
  type PreparedDocument,
  prepareDocument,
  type Result,
  signerDigest,
} from './seal-documents.ts'
import { offerSession } from './session.ts'
import { type SigningDesk, usableSeals } from './signing-desk.ts'

type Names = 'signing.state' | 'signing.pickSeal' | 'signing.seal' | 'signing.undo' | 'signing.endSession'

/** 标书签章: two scans, or one and a session. */
export function signingHandlers(desktop: Desktop, desk: SigningDesk): Pick<Handlers<DesktopContract>, Names> {
  const { projects, server, store, views, announce } = desktop
  const now = () => Math.round(server.now())

  function bidderOf(projectId: ProjectId) {
    return views.required(projectId).bidder ?? fail('project.bidder-missing', {})
  }

  async function pickSeal(projectId: ProjectId, offersSession: boolean, job: Job<ActProgress>) {
    const project = views.required(projectId)
    const { socialCreditCode } = bidderOf(projectId)
    const offer = offersSession ? offerSession(server) : null
    const act = {
      kind: 'pick-seal' as const,
      section: sectionOf(project),
      socialCreditCode,
      ...(offer && { session: { sessionKey: offer.sessionKey } }),
    }
    const { answer, capability } = await askPhone<'pick-seal'>(server, act, job)
    const trust = await desktop.trust()
    const certificate = trustedCertificate(answer.certificate, { trust, at: now(), usage: 'sign', socialCreditCode })
    desk.sign(projectId, {
      personName: answer.personName,
      certificate,
      seals: usableSeals(answer.seals, { holder: certificate, trust, at: new Date(now()) }),
    })
    if (offer !== null && answer.session !== undefined)
      desk.setSession(projectId, offer.accept({ ...answer.session, capability, personName: answer.personName }))
    announce('signing.changed', {})
    return desk.state(projectId, now())
  }

  /** One approval: every document of the round gets one signature. */
  async function sealRound(projectId: ProjectId, requests: readonly SealRequest[], job: Job<ActProgress>) {
    const project = views.required(projectId)
    const { socialCreditCode } = bidderOf(projectId)
    job.report({ stage: 'working', step: 'sealing', doneInBytes: 0, totalInBytes: requests.length })
    const signer = desk.signer(projectId) ?? fail('seal.not-available', {})
    const { documents, refused } = await prepareAll(projectId, requests)
    if (documents.length === 0) return refused
    const session = desk.session(projectId, now())
    const offer = session === null ? offerSession(server) : null
    const act: Act<'seal'> = {
      kind: 'seal',
      section: sectionOf(project),
      socialCreditCode,
      certificateDigest: signerDigest(signer),
      items: documents.map((document) => document.item),
      ...(offer && { session: { sessionKey: offer.sessionKey } }),
    }
    const { answer, capability } = await askPhone<'seal'>(server, act, { ...job, ...(session && { session }) })
    const trust = await desktop.trust()
    const answered = trustedCertificate(answer.certificate, {
      trust,
      at: now(),
      usage: 'sign',
      socialCreditCode,
    })
    if (base64UrlOf(certificateDigest(answered.certificate)) !== signerDigest(signer)) fail('act.answer-invalid', {})
    const results = await applyAnswer(desktop, documents, { signer, answer, askTimeStamp: timeStampsOf(server, trust) })
    if (offer !== null && answer.session !== undefined)
      desk.setSession(projectId, offer.accept({ ...answer.session, capability, personName: signer.personName }))
    return [...results, ...refused]
  }

  /** A document that cannot be sealed, such as a protected PDF, must not keep the others from it. */
  async function prepareAll(projectId: ProjectId, requests: readonly SealRequest[]) {
    const documents: PreparedDocument[] = []
    const refused: Result[] = []
    for (const request of requests) {
      const { documentId } = request
      try {
        const { signer, usable } = desk.requireSeal(projectId, request.sealId)
        documents.push(await prepareDocument(desktop, request, { projectId, signer, usable }))
      } catch (error) {
        if (!(error instanceof BidsealError)) throw error
        refused.push({ documentId, outcome: 'failed', failure: error.failure })
      }
    }
    return { documents, refused }
  }

  return {
    'signing.state': ({ projectId }) => desk.state(projectId, now()),
    'signing.pickSeal': ({ projectId, offerSession: offers }, job) => pickSeal(projectId, offers, job),
    'signing.seal': async ({ projectId, items }, job) => {
      const results: Result[] = []
      for (const round of inRounds(items)) {
        try {
          results.push(...(await sealRound(projectId, round, job)))
        } catch (error) {
          if (error instanceof BidsealError && error.failure.code === 'session.ended') desk.clearSession()
          // What an earlier round has sealed stays; the rest can be asked for again.
          if (results.length === 0 || !(error instanceof BidsealError)) throw error
          const { failure } = error
          results.push(...round.map(({ documentId }) => ({ documentId, outcome: 'failed' as const, failure })))
        }
      }
      announce('project.changed', { projectId })
      announce('signing.changed', {})
      return { results, project: views.view(projectId) }
    },
    'signing.undo': async ({ projectId, documentId }) => {
      const document = projects.document(documentId)
      const last = document?.seals.at(-1)
      if (document?.projectId !== projectId || last === undefined) return fail('project.document-missing', {})
      const earlier = await store.files.read(last.previousBlob)
      const { length } = earlier ?? fail('project.document-damaged', { name: document.name })
      projects.takeSeal(document, { blob: last.previousBlob, sizeInBytes: length })
      announce('project.changed', { projectId })
      return views.view(projectId)
    },
    'signing.endSession': async () => {
      const session = desk.anySession()
      desk.clearSession()
      announce('signing.changed', {})
      await session?.leave()
      return {}
    },
  }
}

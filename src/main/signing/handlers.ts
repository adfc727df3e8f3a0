import type { DocumentId, ProjectId } from '../../contract/bid-project.ts'
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
import { type Signer, type SigningDesk, type UsableSeal, usableSeals } from './signing-desk.ts'
import { summedProgress } from './summed-progress.ts'

type Names = 'signing.state' | 'signing.pickSeal' | 'signing.seal' | 'signing.undo' | 'signing.endSession'

/** 标书签章: two scans, or one and a session. */
export function signingHandlers(desktop: Desktop, desk: SigningDesk): Pick<Handlers<DesktopContract>, Names> {
  const { projects, server, pdfs, views, announce } = desktop
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
    const seals = usableSeals(answer.seals, { holder: certificate, trust, at: new Date(now()) })
    desk.sign(projectId, { personName: answer.personName, certificate, seals: encodedMeanwhile(seals) })
    if (offer !== null && answer.session !== undefined)
      desk.setSession(projectId, offer.accept({ ...answer.session, capability, personName: answer.personName }))
    announce('signing.changed', {})
    return desk.state(projectId, now())
  }

  /** The person looks where to put a seal for longer than encoding its picture takes. */
  function encodedMeanwhile(seals: readonly UsableSeal[]): UsableSeal[] {
    const all = pdfs.work(null, (threads) =>
      Promise.allSettled(seals.map(({ seal }) => threads.run('encode', { png: seal.picture.data }))),
    )
    return seals.map((usable, i) => ({
      ...usable,
      encoded: all.then(
        (outcomes) => (outcomes[i]?.status === 'fulfilled' ? outcomes[i].value : null),
        () => null,
      ),
    }))
  }

  /** One approval: every document of the round gets one signature. */
  async function sealRound(projectId: ProjectId, requests: readonly SealRequest[], job: Job<ActProgress>) {
    const signer = desk.signer(projectId) ?? fail('seal.not-available', {})
    const { documents, refused } = await prepareAll(projectId, requests, job)
    try {
      const sealed = documents.length === 0 ? [] : await askAndApply(projectId, { documents, signer }, job)
      return [...sealed, ...refused]
    } finally {
      await Promise.all(documents.map(({ copy }) => copy.discard()))
    }
  }

  async function askAndApply(
    projectId: ProjectId,
    { documents, signer }: { documents: readonly PreparedDocument[]; signer: Signer },
    job: Job<ActProgress>,
  ) {
    const project = views.required(projectId)
    const { socialCreditCode } = bidderOf(projectId)
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
    return results
  }

  function documentIn(projectId: ProjectId, documentId: DocumentId) {
    const document = projects.document(documentId)
    return document?.projectId === projectId ? document : null
  }

  /** A document that cannot be sealed, such as a protected PDF, must not keep the others from it. */
  async function prepareAll(projectId: ProjectId, requests: readonly SealRequest[], job: Job<ActProgress>) {
    const sizes = requests.map(({ documentId }) => documentIn(projectId, documentId)?.sizeInBytes ?? 0)
    const progress = summedProgress(sizes, (doneInBytes, totalInBytes) =>
      job.report({ stage: 'working', step: 'sealing', doneInBytes, totalInBytes }),
    )
    const outcomes = await pdfs.work(job.signal, (threads) =>
      Promise.allSettled(
        requests.map(async (request, i) => {
          const document = documentIn(projectId, request.documentId) ?? fail('project.document-missing', {})
          const { signer, usable } = desk.requireSeal(projectId, request.sealId)
          return prepareDocument(desktop, request, {
            document,
            signer,
            usable,
            threads,
            signal: job.signal,
            tell: progress(i),
          })
        }),
      ),
    )
    const documents = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    const refused: Result[] = []
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue
      const error: unknown = outcome.reason
      if (!(error instanceof BidsealError) || job.signal.aborted) {
        await Promise.all(documents.map(({ copy }) => copy.discard()))
        throw error
      }
      refused.push({ documentId: requests[i]!.documentId, outcome: 'failed', failure: error.failure })
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
      const document = documentIn(projectId, documentId)
      const last = document?.seals.at(-1)
      if (document === null || last === undefined) return fail('project.document-missing', {})
      const { filesFolder } = pdfs
      const earlier = await pdfs.work(null, (threads) =>
        threads.run('examine', { filesFolder, blob: last.previousBlob }),
      )
      const { sizeInBytes } = earlier ?? fail('project.document-damaged', { name: document.name })
      projects.takeSeal(document, { blob: last.previousBlob, sizeInBytes })
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

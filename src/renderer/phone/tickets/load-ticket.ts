import type { BidFileHeader } from '../../../domain/bid-file/header.ts'
import type { BidFileEnds } from '../../../domain/bid-file/rewrap.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../../domain/bytes.ts'
import { type CertificatePair, certificateRoutes, platformRoutes } from '../../../protocol/http-api.ts'
import type { TenderSection } from '../../../protocol/tender-section.ts'
import type { TicketBody, TicketId } from '../../../protocol/tickets.ts'
import { ownRecipientDigests, readTicketHeader } from '../answers/open.ts'
import { readTicketEnds } from '../answers/rewrap.ts'
import type { AccountParts } from '../app-context.tsx'
import { isTrusted, loadTrust, type Trust } from '../trust/pinned-roots.ts'
import { type Candidate, certificateCandidates, certificateDigestOf } from './certificate-choice.ts'
import { type FetchedTicket, fetchTicket } from './fetch-ticket.ts'
import { recipientChoices } from './recipient-choice.ts'

/** A verified ticket with all that its screens need. */
export interface LoadedTicket extends FetchedTicket {
  candidates: Candidate[]
  trust: Trust
  /** generate, rewrap: colleagues who may be chosen, every chain verified; the own certificate first. */
  colleagues: CertificatePair[]
  /** generate, rewrap: people whose certificates did not verify, and are therefore not offered. */
  untrustedNames: string[]
  /** rewrap: those of them who can open the file already. */
  recipientsBefore: CertificatePair[]
  /** rewrap: how many certificates can open the file already, also those that nobody holds any more. */
  recipientCountBefore: number
  /** open, rewrap, rehearse: the header that was checked against the ticket. */
  header: BidFileHeader | null
  /** rewrap: what stands around the file's chunks, held against the ticket. */
  ends: BidFileEnds | null
  /** open, rewrap, rehearse: when the platform opens this section's bids; null when it does not know the section. */
  openingAt: number | null
  /** seal: SESeal DER of the certificate's seals. */
  seals: Uint8Array[]
}

/**
 * A ticket with what its kind needs. What every kind needs is asked for beside the ticket: the person waits for the
 * slowest answer, not for the sum. Failures: those of `fetchTicket`, phone.header-mismatch, certificate.*.
 */
export async function loadTicket(account: AccountParts, ticketId: TicketId): Promise<LoadedTicket> {
  const { server, phone } = account
  const [ticket, { pairs }, trust, heldKeyIds] = await Promise.all([
    fetchTicket(server, ticketId),
    server.call(certificateRoutes.list, { body: {} }),
    loadTrust(account),
    phone.store.list().then((keyIds) => new Set(keyIds)),
  ])
  const { body } = ticket
  const ends = body.kind === 'rewrap' ? readTicketEnds(body, ticket.attachment) : null
  const isOfHeader = body.kind === 'open' || body.kind === 'rehearse'
  const header = isOfHeader ? readTicketHeader(body, ticket.attachment) : (ends?.header ?? null)
  const recipientDigests = header === null ? null : ownRecipientDigests(header, pairs)
  const candidates = certificateCandidates(body, pairs, { heldKeyIds, now: server.now(), recipientDigests })
  const first = candidates[0]?.pair
  return {
    ...ticket,
    candidates,
    trust,
    header,
    ends,
    openingAt: isOfHeader || body.kind === 'rewrap' ? await openingAtOf(account, body.section) : null,
    ...(await recipientsFor(account, { body, ends, trust, ownPairId: first?.pairId ?? null })),
    seals: body.kind === 'seal' && first !== undefined ? await sealsOf(account, first.pairId) : [],
  }
}

async function openingAtOf({ server }: AccountParts, { tenderCode, sectionCode }: TenderSection) {
  const { tenders } = await server.call(platformRoutes.tenders, { body: {} })
  const tender = tenders.find((one) => one.tenderCode === tenderCode)
  return tender?.sections.find((one) => one.sectionCode === sectionCode)?.openingAt ?? null
}

/** SESeal DER of the seals that a pair may use. */
export async function sealsOf({ server }: AccountParts, pairId: string): Promise<Uint8Array[]> {
  const { seals } = await server.call(certificateRoutes.seals, { params: { pairId }, body: {} })
  return seals.map((encoded) => bytesOfBase64Url(encoded) ?? new Uint8Array())
}

async function recipientsFor(
  { server }: AccountParts,
  {
    body,
    ends,
    trust,
    ownPairId,
  }: { body: TicketBody; ends: BidFileEnds | null; trust: Trust; ownPairId: string | null },
) {
  const before = new Set(ends?.signed.statement.recipientDigests.map(base64UrlOf))
  const recipientCountBefore = before.size
  if (body.kind !== 'generate' && body.kind !== 'rewrap')
    return { colleagues: [], untrustedNames: [], recipientsBefore: [], recipientCountBefore }
  const { socialCreditCode } = body
  const { pairs } = await server.call(certificateRoutes.colleagues, { params: { socialCreditCode }, body: {} })
  const at = server.now()
  const offered = recipientChoices(pairs, ownPairId, at)
  const colleagues = offered.filter(({ encryption }) =>
    isTrusted(encryption, trust, { usage: 'encrypt', socialCreditCode, at }),
  )
  const untrustedNames = offered.filter((pair) => !colleagues.includes(pair)).map(({ personName }) => personName)
  const recipientsBefore = colleagues.filter(({ encryption }) => before.has(certificateDigestOf(encryption.leaf)))
  return { colleagues, untrustedNames, recipientsBefore, recipientCountBefore }
}

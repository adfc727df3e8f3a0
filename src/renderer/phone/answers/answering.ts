import type { Phone } from '../../../domain/cosign/phone-record.ts'
import { fail } from '../../../domain/failure.ts'
import type { Sm2Point } from '../../../domain/sm/sm2-curve.ts'
import type { CertificatePair } from '../../../protocol/http-api.ts'
import type { TicketBodyOf, TicketId, TicketKind } from '../../../protocol/tickets.ts'
import { leafOf, type Trust } from '../trust/pinned-roots.ts'

/** What every answer is made of: the verified ticket, what the person chose, and this phone. */
export interface Answering<K extends TicketKind> {
  ticketId: TicketId
  body: TicketBodyOf<K>
  pair: CertificatePair
  /** The person who holds the phone. */
  personName: string
  phone: Phone
  trust: Trust
  /** By the server's clock. */
  now: number
}

/** The key that signatures of this pair must hold under. */
export function signingKeyOf({ signing }: CertificatePair): Sm2Point {
  return leafOf(signing).publicKey ?? fail('phone.signature-wrong', {})
}

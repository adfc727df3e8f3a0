import type { SignedStatement } from '../../domain/bid-file/trailer.ts'
import { BidsealError } from '../../domain/failure.ts'
import { type NamedRecipient, namedRecipients } from '../../domain/verify/recipients.ts'
import type { Check } from '../../domain/verify/report.ts'
import { openingRoutes } from '../../protocol/http-api.ts'
import type { ServerConnection } from '../tickets/server-connection.ts'

/**
 * Who can open a bid. Which certificates those are is the bidder's signed statement's word; an enterprise's certificate
 * names no person, so the platform adds whose it is. Without its answer the certificate's tail must do.
 */
export async function recipientsWithPeople(
  server: ServerConnection,
  signed: SignedStatement,
  token: string,
): Promise<NamedRecipient[]> {
  const recipients = namedRecipients(signed)
  const digests = recipients.map(({ digest }) => digest)
  const people = await personNames(server, digests, token)
  return recipients.map((one) => ({ ...one, personName: people.get(one.digest) ?? null }))
}

/** The check with the people in it, when it is the one of the recipients. */
export function withPeople({ finding, ...check }: Check, recipients: NamedRecipient[]): Check {
  return { ...check, finding: finding.kind === 'recipients-signed' ? { ...finding, recipients } : finding }
}

async function personNames(server: ServerConnection, digests: string[], token: string): Promise<Map<string, string>> {
  try {
    const { holders } = await server.call(openingRoutes.holders, { body: { digests }, token })
    return new Map(holders.map(({ digest, personName }) => [digest, personName]))
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    return new Map()
  }
}

import { recipientsOf, type SignedStatement } from '../../domain/bid-file/trailer.ts'
import { base64UrlOf } from '../../domain/bytes.ts'
import { BidsealError } from '../../domain/failure.ts'
import { type Certificate, certificateDigest } from '../../domain/pki/certificate.ts'
import { attributeOf } from '../../domain/pki/names.ts'
import { oid } from '../../domain/pki/object-identifiers.ts'
import { openingRoutes } from '../../protocol/http-api.ts'
import { digestTail } from '../../protocol/tickets.ts'
import type { ServerConnection } from '../tickets/server-connection.ts'

/**
 * Who can open a bid: 同事丙（江苏CA）. Which certificates those are is the bidder's signed statement's word; an enterprise's
 * certificate names no person, so the platform adds whose it is. Without its answer the certificate's tail must do.
 */
export async function recipientNames(
  server: ServerConnection,
  signed: SignedStatement,
  token: string,
): Promise<string[]> {
  const recipients = recipientsOf(signed).map((certificate) => ({
    digest: base64UrlOf(certificateDigest(certificate)),
    authorityName: authorityNameOf(certificate),
  }))
  const digests = recipients.map(({ digest }) => digest)
  const people = await personNames(server, digests, token)
  return recipients.map(({ digest, authorityName }) => {
    const personName = people.get(digest)
    return personName === undefined
      ? `尾号 ${digestTail(digest)} 的证书（${authorityName}）`
      : `${personName}（${authorityName}）`
  })
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

export function authorityNameOf({ issuer }: Certificate): string {
  return attributeOf(issuer, oid.commonName) ?? ''
}

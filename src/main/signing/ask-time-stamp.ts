import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { BidsealError } from '../../domain/failure.ts'
import { verifyChain } from '../../domain/pki/chain.ts'
import { encodeTimeStampRequest, readTimeStampResponse } from '../../domain/pki/time-stamp.ts'
import { timeStampSizeLimit, verifyTimeStamp } from '../../domain/pki/time-stamp-token.ts'
import { stampedBytes } from '../../domain/seal/ses-signature.ts'
import { decodeScalar } from '../../domain/sm/sm2-curve.ts'
import type { Sm2Signature } from '../../domain/sm/sm2-sign.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import type { Trust } from '../../domain/verify/trust.ts'
import { timeStampRoutes } from '../../protocol/http-api.ts'
import { systemRandom } from '../tickets/desktop-key.ts'
import type { ServerConnection } from '../tickets/server-connection.ts'

/** A time stamp token over a signature; null when there is none. */
export type AskTimeStamp = (signature: Sm2Signature) => Promise<Uint8Array | null>

/**
 * Asks the server's time-stamp authority. A server that has none, or whose stamps do not hold, costs nobody a seal: from
 * its first failure on there are none, and the verifier goes by the signer's clock.
 */
export function timeStampsOf(server: Pick<ServerConnection, 'call'>, trust: Trust): AskTimeStamp {
  let isGiving = true
  return async (signature) => {
    const token = isGiving ? await askOnce(server, trust, signature) : null
    isGiving = token !== null
    return token
  }
}

async function askOnce(
  server: Pick<ServerConnection, 'call'>,
  trust: Trust,
  signature: Sm2Signature,
): Promise<Uint8Array | null> {
  const imprint = sm3(stampedBytes(signature))
  const nonce = decodeScalar(systemRandom(8))
  const request = base64UrlOf(encodeTimeStampRequest({ imprint, nonce }))
  try {
    const { response } = await server.call(timeStampRoutes.stamp, { body: { request } })
    const token = readTimeStampResponse(bytesOfBase64Url(response) ?? new Uint8Array(), 2 * timeStampSizeLimit)
    const report = verifyTimeStamp(token, {
      imprint,
      nonce,
      verifyAuthority: (leaf, at, alongside) => {
        const intermediates = [...alongside, ...trust.intermediates]
        return verifyChain({ ...trust, leaf, intermediates, at, usage: 'timeStamp', role: 'timeStamping' })
      },
    })
    return report.kind === 'valid' && token.length <= timeStampSizeLimit ? token : null
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    return null
  }
}

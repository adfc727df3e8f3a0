import { describe, expect, test } from 'vitest'
import { base64UrlOf, bytesOfBase64Url } from '../../../src/domain/bytes.ts'
import { BidsealError } from '../../../src/domain/failure.ts'
import { encodeTimeStampResponse, readTimeStampRequest } from '../../../src/domain/pki/time-stamp.ts'
import { timeStampSizeLimit } from '../../../src/domain/pki/time-stamp-token.ts'
import { stampedBytes } from '../../../src/domain/seal/ses-signature.ts'
import { verifySigningTime } from '../../../src/domain/seal/verify-time.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import { timeStampsOf } from '../../../src/main/signing/ask-time-stamp.ts'
import type { ServerConnection } from '../../../src/main/tickets/server-connection.ts'
import { authorities, builder } from '../../kit/seals.ts'
import { makeToken, verifyStampAuthority } from '../../kit/time-stamps.ts'
import { trustIn } from '../../kit/trust.ts'

const signature = { r: 5n, s: 6n }
const imprint = sm3(stampedBytes(signature))

/** Asks twice a server that answers a request like this, and says how often it was asked. */
async function ask(answer: (request: ReturnType<typeof readTimeStampRequest>) => Uint8Array) {
  let asked = 0
  const call = async (_: unknown, { body }: { body: { request: string } }) => {
    asked += 1
    const response = encodeTimeStampResponse(answer(readTimeStampRequest(bytesOfBase64Url(body.request)!)))
    return { response: base64UrlOf(response) }
  }
  const askTimeStamp = timeStampsOf({ call } as unknown as ServerConnection, trustIn(authorities))
  return { tokens: [await askTimeStamp(signature), await askTimeStamp(signature)], asked }
}

test('a time stamp that holds is given to every seal', async () => {
  const { tokens, asked } = await ask((request) => makeToken(request))
  const kinds = tokens.map((timeStamp) =>
    verifySigningTime({ timeStamp, signature, signingTime: new Date(0) } as never, verifyStampAuthority),
  )
  expect([kinds.map(({ kind }) => kind), asked]).toEqual([['time-stamped', 'time-stamped'], 2])
})

describe('⚔ a seal is written without a time stamp, and the server is asked no more, when it', () => {
  test.each<[string, Parameters<typeof ask>[0]]>([
    ['has none', () => refuse()],
    ['stamps something else', (request) => makeToken({ ...request, imprint: new Uint8Array(32) })],
    ['repeats an old stamp', () => makeToken({ imprint, nonce: 1n })],
    ['stamps with another certificate', (request) => makeToken(request, builder.sign)],
    ['sends what no hole has room for', () => new Uint8Array(timeStampSizeLimit + 1)],
  ])('%s', async (_, answer) => {
    expect(await ask(answer)).toEqual({ tokens: [null, null], asked: 1 })
  })
})

function refuse(): never {
  throw new BidsealError({ code: 'request.not-found', details: {} })
}

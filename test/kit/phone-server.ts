import { createPublicKey, verify } from 'node:crypto'
import { spellSeconds } from '../../src/domain/bid-file/meta.ts'
import { statementDigest } from '../../src/domain/bid-file/trailer.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { createCosignServer } from '../../src/domain/cosign/server.ts'
import { sm4AtRest } from '../../src/domain/cosign/server-at-rest.ts'
import { BidsealError, type Failure, fail } from '../../src/domain/failure.ts'
import { buildCertificate, randomSerialNumber } from '../../src/domain/pki/build-certificate.ts'
import { certificateDigest, readCertificate } from '../../src/domain/pki/certificate.ts'
import { certificationRequestTbs, readCertificationRequest } from '../../src/domain/pki/certificate-request.ts'
import { rolePolicies, userRole } from '../../src/domain/pki/roles.ts'
import { sesSignatureDigest, sesTbs } from '../../src/domain/seal/ses-signature.ts'
import { decodePoint, type Sm2Point } from '../../src/domain/sm/sm2-curve.ts'
import { messageDigest, signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import type { CertificatePair, ReadyCertificate } from '../../src/protocol/http-api.ts'
import type { SessionTicketPush } from '../../src/protocol/pushes.ts'
import { SigningFields } from '../../src/protocol/signing-fields.ts'
import { comparisonCommitment, presenceMessage, type TicketBody, ticketIdOf } from '../../src/protocol/tickets.ts'
import { type Holder, makeAuthorities, makeEnterprise, makeRevocationList, today, validUntil } from './authorities.ts'
import { memoryServerStore } from './cosign-world.ts'
import { makeSeal, sealFields } from './seals.ts'

export const bidderName = '江苏甲建设有限公司'
export const bidderCode = '91320100MA1XY71234'
export const demoCode = '123456'

interface Ticket {
  body: TicketBody
  attachment: string | undefined
  state: Record<string, unknown> & { name: string }
  answer: unknown
}

type Handler = (input: { path: string[]; body: never }) => unknown

/**
 * A server in one object, as much of it as a phone sees, with the real two-party half and real certificates. Its members
 * are the places where a test cheats.
 */
export function createPhoneServer() {
  const authorities = makeAuthorities('phone-server')
  const { random, issuing, root } = authorities
  const tables = memoryServerStore()
  const now = () => today.getTime()
  const tickets = new Map<string, Ticket>()
  const desktopRandom = random(32)
  const account = {
    accountId: 'account-1',
    personName: '周明远',
    phoneNumberMasked: '199****0101',
    isRealNameChecked: true,
    memberships: [{ enterpriseName: bidderName, socialCreditCode: bidderCode, role: 'administrator' }],
  }
  const application: ReadyCertificate = {
    applicationId: 'application-1',
    personName: account.personName,
    enterpriseName: bidderName,
    socialCreditCode: bidderCode,
    role: 'administrator',
    authorityName: '东海演示 CA',
  }
  const issuer = issuing[0]
  const encoded = (der: Uint8Array) => base64UrlOf(der)
  const revocationLists = [root, issuer].map((authority) => encoded(makeRevocationList(authority, [], random).der))
  const chainOf = (der: Uint8Array) => ({ leaf: encoded(der), authorities: [encoded(issuer.certificate.der)] })

  function pairOf(holder: Holder, changes: Partial<CertificatePair>): CertificatePair {
    return {
      ...application,
      pairId: 'colleague',
      role: 'clerk',
      signKeyId: 'elsewhere-s',
      encryptKeyId: 'elsewhere-e',
      signing: chainOf(holder.sign.certificate.der),
      encryption: chainOf(holder.encrypt.certificate.der),
      notAfter: validUntil.getTime(),
      state: 'active',
      ...changes,
    }
  }
  const enterprise = (name: string, socialCreditCode: string) =>
    makeEnterprise(issuer, { name, socialCreditCode }, random)
  const colleague = enterprise(bidderName, bidderCode)
  const rival = enterprise('江苏乙建设有限公司', '91320100MA1ABC5678')

  const world = {
    origin: 'http://127.0.0.1:1',
    account,
    application,
    issuer,
    root,
    random,
    rival,
    tickets,
    pairs: [] as CertificatePair[],
    ready: [application] as ReadyCertificate[],
    colleagues: [pairOf(colleague, { pairId: 'colleague', personName: '沈佳宁' })],
    seals: [] as Uint8Array[],
    /** What was pushed in the session and is not over; null when the server does not know the session. */
    pushes: [] as SessionTicketPush[] | null,
    pairOf,
    /** Fails the next request whose path matches, as a lost network would; after the server has done its part. */
    loseReplyOf: null as RegExp | null,
    calls: [] as string[],
    putTicket,
    fetch: respond,
  }

  function putTicket(body: TicketBody, attachment?: Uint8Array): string {
    const ticketId = ticketIdOf(body)
    tickets.set(ticketId, {
      body,
      attachment: attachment === undefined ? undefined : base64UrlOf(attachment),
      state: { name: 'open', expiresAt: now() + 120_000 },
      answer: undefined,
    })
    return ticketId
  }

  function rebuildDigest(untrusted: unknown, publicKey: Sm2Point): Uint8Array {
    const fields = SigningFields.parse(untrusted)
    if (fields.act === 'certification-request') {
      const { enterpriseName: name, socialCreditCode: serialNumber } = fields
      const subject = { country: 'CN', organization: name, commonName: name, serialNumber }
      return messageDigest(publicKey, certificationRequestTbs({ subject, publicKey }))
    }
    const { body } = tickets.get(fields.ticketId) ?? fail('input.invalid', { field: 'ticketId' })
    if (fields.act === 'presence' && (body.kind === 'identify' || body.kind === 'bind' || body.kind === 'sync-credit'))
      return messageDigest(publicKey, presenceMessage(body))
    if (fields.act === 'seal' && body.kind === 'seal') {
      const item = body.items[fields.item]!
      const seal = world.seals.find((one) => base64UrlOf(sm3(one)) === item.sealDigest)!
      const signedBytesDigest = bytesOfBase64Url(item.documentDigest)!
      const signingTime = new Date(fields.signingTime)
      return sesSignatureDigest(
        sesTbs({ seal, signedBytesDigest, signingTime, propertyInfo: item.propertyInfo }),
        publicKey,
      )
    }
    if (fields.act === 'statement' && body.kind === 'generate')
      return statementDigest(
        {
          tender: body.section.tenderCode,
          section: body.section.sectionCode,
          socialCreditCode: body.socialCreditCode,
          manifestDigest: bytesOfBase64Url(body.manifestDigest)!,
          payloadDigest: bytesOfBase64Url(body.payloadDigest)!,
          recipientDigests: fields.recipients.map((digest) => bytesOfBase64Url(digest)!),
          created: spellSeconds(new Date(fields.createdAt)),
        },
        readCertificate(bytesOfBase64Url(world.pairs[0]!.signing.leaf)!),
      )
    return fail('input.invalid', { field: 'act' })
  }

  const cosigning = createCosignServer({
    random,
    now,
    atRest: sm4AtRest(random(16), random),
    rebuildDigest,
    verifyDevice: (publicKey, bytes, signature) => {
      const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
      return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
    },
  })

  function issue(body: { signKeyId: string; encryptKeyId: string; certificationRequest: string }): CertificatePair {
    const { publicKey } = readCertificationRequest(bytesOfBase64Url(body.certificationRequest)!)
    const encryptKey = decodePoint(bytesOfBase64Url(tables.store.key(body.encryptKeyId)!.publicKey)!)!
    const certify = (profile: 'sign' | 'encrypt', key: Sm2Point) =>
      buildCertificate(
        {
          profile,
          serialNumber: randomSerialNumber(random),
          issuer: issuer.certificate,
          subject: { country: 'CN', organization: bidderName, commonName: bidderName, serialNumber: bidderCode },
          publicKey: key,
          notBefore: new Date(now() - 1000),
          notAfter: validUntil,
          crlUrl: 'http://crl.example.test/list.crl',
          policy: rolePolicies[userRole[profile]],
        },
        (tbs) => signMessage(issuer.key, tbs, random),
      )
    const signing = certify('sign', publicKey)
    const pair: CertificatePair = {
      ...pairOf(colleague, { pairId: 'own', role: 'administrator' }),
      signKeyId: body.signKeyId,
      encryptKeyId: body.encryptKeyId,
      signing: chainOf(signing),
      encryption: chainOf(certify('encrypt', encryptKey)),
    }
    world.pairs.push(pair)
    world.colleagues.push(pair)
    world.ready = []
    const digests = [certificateDigest(readCertificate(signing))]
    world.seals.push(makeSeal(sealFields({ holders: { kind: 'digests', digests } })))
    return pair
  }

  const ticketOf = (ticketId: string | undefined) =>
    tickets.get(ticketId ?? '') ?? fail('input.invalid', { field: 'ticket' })
  const viewOf = ({ state }: Ticket) => ({ state, serverTime: now() })
  const scanned = { name: 'scanned', scannedBy: '周*远', step: 'reading', expiresAt: now() + 600_000 }

  const handlers: [RegExp, Handler][] = [
    [/^GET \/api\/tenders$/, () => ({ tenders: [] })],
    [/^GET \/api\/time$/, () => ({ serverTime: now(), isDemo: true })],
    [/^POST \/api\/accounts\/codes$/, () => ({ resendAfterMs: 60_000 })],
    [
      /^POST \/api\/accounts\/sign-in$/,
      ({ body }: { body: { deviceKey: string } }) => {
        const device = base64UrlOf(sm3(bytesOfBase64Url(body.deviceKey)!))
        if (tables.store.device(device) === null)
          cosigning.registerDevice(tables.store, { device, account: account.accountId, publicKey: body.deviceKey })
        return { token: base64UrlOf(random(32)), account, serverTime: now() }
      },
    ],
    [/^GET \/api\/certificates$/, () => ({ pairs: world.pairs, ready: world.ready })],
    [/^POST \/api\/certificates\/applications\/[^/]+\/issue$/, ({ body }) => issue(body)],
    [/^GET \/api\/certificates\/colleagues\//, () => ({ pairs: world.colleagues })],
    [/^GET \/api\/certificates\/[^/]+\/seals$/, () => ({ seals: world.seals.map(encoded) })],
    [
      /^GET \/api\/authorities$/,
      () => ({
        roots: [encoded(root.certificate.der)],
        authorities: [encoded(issuer.certificate.der)],
        revocationLists,
      }),
    ],
    [/^GET \/api\/accounts\/history$/, () => ({ acts: [] })],
    [
      /^POST \/api\/cosign$/,
      ({ body }: { body: { message: unknown } }) =>
        tables.transaction(() => cosigning.answer(tables.store, body.message)),
    ],
    [
      /^POST \/api\/tickets\/find$/,
      () => {
        const [ticketId, { body }] = [...tickets].at(-1)!
        return { ticketId, commitment: base64UrlOf(comparisonCommitment(body, desktopRandom)) }
      },
    ],
    [/^GET \/api\/tickets\/([^/]+)$/, ({ path }) => ({ ...viewOf(ticketOf(path[1])), ...stored(ticketOf(path[1])) })],
    [
      /^POST \/api\/tickets\/([^/]+)\/scan$/,
      ({ path }) => {
        const ticket = ticketOf(path[1])
        if (ticket.state.name === 'open') ticket.state = scanned
        return viewOf(ticket)
      },
    ],
    [/^POST \/api\/tickets\/([^/]+)\/compare$/, () => ({ desktopRandom: base64UrlOf(desktopRandom) })],
    [/^POST \/api\/tickets\/([^/]+)\/step$/, ({ path }) => viewOf(ticketOf(path[1]))],
    [
      /^POST \/api\/tickets\/([^/]+)\/(answer|refuse)$/,
      ({ path, body }: { path: string[]; body: { answer?: unknown; reason?: string } }) => {
        const ticket = ticketOf(path[1])
        ticket.answer = body.answer
        ticket.state = { name: path[2] === 'answer' ? 'answered' : 'refused', scannedBy: '周*远', reason: body.reason }
        return viewOf(ticket)
      },
    ],
    [/^POST \/api\/sessions$/, () => ({ sessionId: base64UrlOf(new Uint8Array(16)), endsAt: now() + 1_800_000 })],
    [/^POST \/api\/sessions\/[^/]+\/end$/, () => ({})],
    [/^GET \/api\/sessions\/[^/]+\/tickets$/, () => ({ pushes: world.pushes ?? fail('request.not-found', {}) })],
  ]
  const stored = ({ body, attachment }: Ticket) => ({ body, ...(attachment === undefined ? {} : { attachment }) })

  async function respond(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(String(input))
    const call = `${init.method ?? 'GET'} ${pathname}`
    world.calls.push(call)
    const [pattern, handler] = handlers.find(([one]) => one.test(call)) ?? [null, null]
    if (pattern === null) return Response.json({ code: 'input.invalid', details: { field: call } }, { status: 404 })
    const path = pattern.exec(call) ?? []
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : {}
    const reply = replyOf(() => handler({ path: [...path], body: body as never }))
    if (world.loseReplyOf?.test(call) === true) {
      world.loseReplyOf = null
      throw new TypeError('the network is gone')
    }
    return reply
  }

  return world
}

function replyOf(act: () => unknown): Response {
  try {
    return Response.json(act())
  } catch (error) {
    if (error instanceof BidsealError) return Response.json(error.failure satisfies Failure, { status: 400 })
    throw error
  }
}

export type PhoneServer = ReturnType<typeof createPhoneServer>

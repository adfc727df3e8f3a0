import { decodeHeader } from '../../src/domain/bid-file/header.ts'
import { spellSeconds } from '../../src/domain/bid-file/meta.ts'
import { unwrapFileKey, wrappedKeyFor } from '../../src/domain/bid-file/open.ts'
import { sortDigests } from '../../src/domain/bid-file/statement.ts'
import { statementDigest } from '../../src/domain/bid-file/trailer.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { codecrypt, tryDecryption } from '../../src/domain/cosign/phone-decrypt.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import type { Phone, PhoneRecord } from '../../src/domain/cosign/phone-record.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { certificateDigest, readCertificate } from '../../src/domain/pki/certificate.ts'
import { assembleCertificationRequest, certificationRequestTbs } from '../../src/domain/pki/certificate-request.ts'
import { readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import { encodeCiphertextDer } from '../../src/domain/pki/sm2-der.ts'
import { sesSignatureDigest, sesTbs } from '../../src/domain/seal/ses-signature.ts'
import { decodePoint } from '../../src/domain/sm/sm2-curve.ts'
import { encryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { encodeSignature, messageDigest } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import {
  type CertificatePair,
  certificateRoutes,
  cosignRoutes,
  type ReadyCertificate,
  sessionRoutes,
  ticketRoutes,
} from '../../src/protocol/http-api.ts'
import type { SigningFields } from '../../src/protocol/signing-fields.ts'
import type { AnswerOf } from '../../src/protocol/ticket-answers.ts'
import {
  presenceMessage,
  type TicketBodyOf,
  type TicketId,
  type TicketKind,
  ticketIdOf,
} from '../../src/protocol/tickets.ts'
import type { Answering } from '../../src/renderer/phone/answers/answering.ts'
import { readTicketHeader } from '../../src/renderer/phone/answers/open.ts'
import { answerRehearse } from '../../src/renderer/phone/answers/rehearse.ts'
import { answerRewrap, readTicketEnds } from '../../src/renderer/phone/answers/rewrap.ts'
import { certificateDigestOf } from '../../src/renderer/phone/tickets/certificate-choice.ts'
import { signWithDevice } from './proofs.ts'
import { type PhoneServer, type SignedInPhone, signIn } from './sign-in.ts'

export interface PhonePerson {
  id: string
  name: string
  phone: string
  pin: string
}

/** What a person decides while answering. */
export interface Choices {
  recipients?: readonly CertificatePair[]
  joinsSession?: boolean
}

/** What an answer is made of. */
interface Act<K extends TicketKind> {
  ticketId: TicketId
  body: TicketBodyOf<K>
  pair: CertificatePair
  attachment: string | undefined
}

/** A phone without a window: signs in, downloads its certificates and answers every kind of ticket. */
export async function startVirtualPhone(server: PhoneServer, person: PhonePerson) {
  const signedIn = await signIn(server, person.phone)
  const { client } = signedIn
  const phone = cosigningPhone(server, signedIn)
  let { pin } = person

  const pairs = async () => (await client.call(certificateRoutes.list, { body: {} })).pairs
  const sign = async (pair: CertificatePair, fields: SigningFields, digest: Uint8Array) =>
    base64UrlOf(encodeSignature(await cosign(phone, { key: pair.signKeyId, pin, fields, digest })))
  const signerOf = (pair: CertificatePair) => readCertificate(bytesOfBase64Url(pair.signing.leaf)!)
  const sealsOf = async ({ pairId }: CertificatePair) =>
    (await client.call(certificateRoutes.seals, { params: { pairId }, body: {} })).seals

  async function download(application: ReadyCertificate): Promise<CertificatePair> {
    const { applicationId, enterpriseName, socialCreditCode } = application
    const signing = await generateKey(phone, { pin, purpose: 'sign', pinCost: 1 })
    const encryption = await generateKey(phone, { pin, purpose: 'encrypt', pinCost: 1 })
    await tryDecryption(phone, { key: encryption.key, pin })
    const tbs = certificationRequestTbs({
      subject: {
        country: 'CN',
        organization: enterpriseName,
        commonName: enterpriseName,
        serialNumber: socialCreditCode,
      },
      publicKey: signing.publicKey,
    })
    const fields = { act: 'certification-request', applicationId, enterpriseName, socialCreditCode } as const
    const signature = await cosign(phone, {
      key: signing.key,
      pin,
      fields,
      digest: messageDigest(signing.publicKey, tbs),
    })
    return client.call(certificateRoutes.issue, {
      params: { applicationId },
      body: {
        signKeyId: signing.key,
        encryptKeyId: encryption.key,
        certificationRequest: base64UrlOf(assembleCertificationRequest(tbs, signature)),
      },
    })
  }

  async function presence({ ticketId, body, pair }: Act<'identify' | 'bind' | 'sync-credit'>) {
    const digest = messageDigest(signerOf(pair).publicKey!, presenceMessage(body))
    return {
      certificate: pair.signing,
      personName: person.name,
      signature: await sign(pair, { act: 'presence', ticketId }, digest),
    }
  }

  async function pickSeal({ pair }: Act<'pick-seal'>): Promise<AnswerOf<'pick-seal'>> {
    return { certificate: pair.signing, personName: person.name, seals: await sealsOf(pair) }
  }

  async function seal({ ticketId, body, pair }: Act<'seal'>): Promise<AnswerOf<'seal'>> {
    const seals = (await sealsOf(pair)).map((text) => bytesOfBase64Url(text)!)
    const items: AnswerOf<'seal'>['items'] = []
    for (const [place, item] of body.items.entries()) {
      const signingTime = Math.floor(server.now() / 1000) * 1000
      const tbs = sesTbs({
        seal: seals.find((der) => base64UrlOf(sm3(der)) === item.sealDigest)!,
        signedBytesDigest: bytesOfBase64Url(item.documentDigest)!,
        signingTime: new Date(signingTime),
        propertyInfo: item.propertyInfo,
      })
      const fields = { act: 'seal', ticketId, item: place, signingTime } as const
      const digest = sesSignatureDigest(tbs, signerOf(pair).publicKey!)
      items.push({ outcome: 'signed', signingTime, signature: await sign(pair, fields, digest) })
    }
    return { certificate: pair.signing, items }
  }

  async function generate(
    { ticketId, body, pair }: Act<'generate'>,
    recipients: readonly CertificatePair[],
  ): Promise<AnswerOf<'generate'>> {
    const createdAt = Math.floor(server.now() / 1000) * 1000
    const digests = recipients.map((one) => certificateDigest(readCertificate(bytesOfBase64Url(one.encryption.leaf)!)))
    const recipientDigests = sortDigests(digests)
    const statement = {
      tender: body.section.tenderCode,
      section: body.section.sectionCode,
      socialCreditCode: body.socialCreditCode,
      manifestDigest: bytesOfBase64Url(body.manifestDigest)!,
      payloadDigest: bytesOfBase64Url(body.payloadDigest)!,
      recipientDigests,
      created: spellSeconds(new Date(createdAt)),
    }
    const fields = { act: 'statement', ticketId, recipients: recipientDigests.map(base64UrlOf), createdAt } as const
    return {
      certificate: pair.signing,
      recipients: recipients.map(({ personName, authorityName, encryption }) => ({
        personName,
        authorityName,
        certificate: encryption,
      })),
      createdAt,
      signature: await sign(pair, fields, statementDigest(statement, signerOf(pair))),
    }
  }

  async function open({ ticketId, body, pair, attachment }: Act<'open'>): Promise<AnswerOf<'open'>> {
    const header = decodeHeader(bytesOfBase64Url(attachment ?? '')!)
    const certificate = readCertificate(bytesOfBase64Url(pair.encryption.leaf)!)
    const ciphertext = wrappedKeyFor(header, certificate)
    const { plaintext } = await codecrypt(phone, {
      key: pair.encryptKeyId,
      pin,
      ticket: ticketId,
      act: 'open',
      ciphertext,
    })
    const oneTimeKey = decodePoint(bytesOfBase64Url(body.oneTimeKey)!)!
    const fileKey = encodeCiphertextDer(encryptSm2(oneTimeKey, unwrapFileKey(header, plaintext), server.random))
    return {
      certificateDigest: base64UrlOf(certificateDigest(certificate)),
      personName: person.name,
      fileKey: base64UrlOf(fileKey),
    }
  }

  /** By the phone's own code: what is verified there is worth testing against a real server. */
  async function answering<K extends TicketKind>({ ticketId, body, pair }: Act<K>): Promise<Answering<K>> {
    const published = await client.call(certificateRoutes.authorities, { body: {} })
    const trust = {
      roots: published.roots.map((text) => readCertificate(bytesOfBase64Url(text)!)),
      revocationLists: published.revocationLists.map((text) => readRevocationList(bytesOfBase64Url(text)!)),
    }
    return { ticketId, body, pair, personName: person.name, phone, trust, now: server.now() }
  }

  async function rewrap(act: Act<'rewrap'>, recipients: readonly CertificatePair[]): Promise<AnswerOf<'rewrap'>> {
    const ends = readTicketEnds(act.body, bytesOfBase64Url(act.attachment ?? ''))
    const before = new Set(ends.signed.statement.recipientDigests.map(base64UrlOf))
    const added = recipients.filter(({ encryption }) => !before.has(certificateDigestOf(encryption.leaf)))
    return answerRewrap(await answering(act), { ends, added }, pin)
  }

  async function rehearse(act: Act<'rehearse'>): Promise<AnswerOf<'rehearse'>> {
    const header = readTicketHeader(act.body, bytesOfBase64Url(act.attachment ?? ''))
    return answerRehearse(await answering(act), header, pin)
  }

  /** Fetches and scans a ticket, as after its code was read; refuses a body that is not the code's. */
  async function scan(ticketId: TicketId) {
    const params = { ticketId }
    const { body, attachment } = await client.call(ticketRoutes.fetch, { params, body: {} })
    if (ticketIdOf(body) !== ticketId) throw new Error('the server sent another body')
    await client.call(ticketRoutes.scan, { params, body: {} })
    return { body, attachment }
  }

  /** Scans and answers; `recipients` are for `generate` and `rewrap`, only its own certificate unless given. */
  async function answer(ticketId: TicketId, chosen: Choices = {}): Promise<void> {
    const { body, attachment } = await scan(ticketId)
    const [pair] = (await pairs()).filter(({ state }) => state === 'active')
    if (pair === undefined) throw new Error(`${person.name} has no certificate`)
    const act = { ticketId, pair, attachment }
    const made = await answerOf(body, act, chosen.recipients ?? [pair])
    const session = chosen.joinsSession ? await client.call(sessionRoutes.open, { body: { ticketId } }) : undefined
    await client.call(ticketRoutes.answer, { params: { ticketId }, body: { answer: { ...made, session } } })
  }

  /** 取消 on the phone, or what it says when it cannot. */
  async function refuse(ticketId: TicketId, reason: 'declined' | 'not-recipient'): Promise<void> {
    await client.call(ticketRoutes.refuse, { params: { ticketId }, body: { reason } })
  }

  function answerOf(
    body: TicketBodyOf<TicketKind>,
    act: Omit<Act<TicketKind>, 'body'>,
    recipients: readonly CertificatePair[],
  ): Promise<AnswerOf<TicketKind>> {
    switch (body.kind) {
      case 'identify':
      case 'bind':
      case 'sync-credit':
        return presence({ ...act, body })
      case 'pick-seal':
        return pickSeal({ ...act, body })
      case 'seal':
        return seal({ ...act, body })
      case 'generate':
        return generate({ ...act, body }, recipients)
      case 'open':
        return open({ ...act, body })
      case 'rewrap':
        return rewrap({ ...act, body }, recipients)
      case 'rehearse':
        return rehearse({ ...act, body })
    }
  }

  return {
    ...signedIn,
    person,
    /** The two-party half, for tests that speak with the co-sign server directly. */
    phone,
    pairs,
    sealsOf,
    scan,
    answer,
    refuse,
    typePin(other: string) {
      pin = other
    },
    /** Downloads every certificate that waits. */
    async downloadAll(): Promise<CertificatePair[]> {
      const { ready } = await client.call(certificateRoutes.list, { body: {} })
      const downloaded: CertificatePair[] = []
      for (const application of ready) downloaded.push(await download(application))
      return downloaded
    },
    colleagues: async (socialCreditCode: string) =>
      (await client.call(certificateRoutes.colleagues, { params: { socialCreditCode }, body: {} })).pairs,
  }
}
export type VirtualPhone = Awaited<ReturnType<typeof startVirtualPhone>>

function cosigningPhone(server: PhoneServer, { client, deviceKey, accountId }: SignedInPhone): Phone {
  const records = new Map<string, PhoneRecord>()
  let previous: Promise<unknown> = Promise.resolve()
  return {
    account: accountId,
    device: base64UrlOf(sm3(deviceKey.publicKey)),
    store: {
      load: async (key) => records.get(key) ?? null,
      list: async () => [...records.keys()],
      save: async (record) => void records.set(record.key, { ...record }),
      remove: async (key) => void records.delete(key),
      exclusively(act) {
        const next = previous.catch(() => undefined).then(act)
        previous = next
        return next
      },
    },
    transport: { send: (message) => client.call(cosignRoutes.exchange, { body: { message } }) },
    random: server.random,
    signWithDevice: async (bytes) => signWithDevice(deviceKey, bytes),
    bindToDevice: async (input) => sm3(deviceKey.publicKey, input),
  }
}

import { randomBytes } from 'node:crypto'
import { bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { holdPin } from '../../src/domain/cosign/pin-mask.ts'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import { messageDigest } from '../../src/domain/sm/sm2-sign.ts'
import { presenceMessage, type TicketBodyOf } from '../../src/protocol/tickets.ts'
import { demoPerson } from '../../test/kit/demo-people.ts'
import { keptFetch } from '../../test/kit/kept-fetch.ts'
import { type ServerProcess, startServerProcess } from '../../test/kit/server-process.ts'
import type { PhoneServer } from '../../test/kit/sign-in.ts'
import { createVirtualDesktop } from '../../test/kit/virtual-desktop.ts'
import { startVirtualPhone } from '../../test/kit/virtual-phone.ts'

const random = (length: number) => new Uint8Array(randomBytes(length))

/** How a phone that is no window reaches a server process. */
export const phoneServer = ({ client, smsCode }: ServerProcess): PhoneServer => ({
  client,
  smsCode,
  random,
  now: () => Date.now(),
})

export interface Cosigns {
  /** Milliseconds of one co-sign from the phone's first message to its last, receipt included. */
  oneMs(): Promise<number>
  /** Co-signs a second that the server answers to all phones together. */
  perSecond(seconds: number): Promise<number>
  stop(): Promise<void>
}

/**
 * A server process on loopback with its real store, and phones of demo people with real certificates, which confirm one
 * ticket over and over: three requests each. Every PIN was stretched before, as in a session.
 */
export async function startCosigns(people: readonly string[]): Promise<Cosigns> {
  const server = await startServerProcess([], keptFetch)
  const reached = phoneServer(server)
  const desktop = createVirtualDesktop(reached)
  const acts = await Promise.all(people.map(startSigning))

  async function startSigning(person: string): Promise<() => Promise<void>> {
    const owner = demoPerson(person)
    const virtual = await startVirtualPhone(reached, owner)
    const [pair] = await virtual.downloadAll()
    if (pair === undefined) throw new Error(`${person} has no certificate`)
    const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
    await virtual.scan(ticket.ticketId)
    const { publicKey } = readCertificate(bytesOfBase64Url(pair.signing.leaf)!)
    const digest = messageDigest(publicKey!, presenceMessage(ticket.body as TicketBodyOf<'identify'>))
    const fields = { act: 'presence', ticketId: ticket.ticketId } as const
    const pin = holdPin(owner.pin)
    return async () => void (await cosign(virtual.phone, { key: pair.signKeyId, pin, fields, digest }))
  }

  return {
    async oneMs() {
      const startedAt = performance.now()
      await acts[0]!()
      return performance.now() - startedAt
    },
    async perSecond(seconds) {
      const startedAt = performance.now()
      let done = 0
      const signing = acts.map(async (act) => {
        while (performance.now() - startedAt < seconds * 1000) {
          await act()
          done++
        }
      })
      await Promise.all(signing)
      return (done * 1000) / (performance.now() - startedAt)
    },
    stop: () => server.stop(),
  }
}

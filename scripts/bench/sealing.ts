import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { BidProject } from '../../src/contract/bid-project.ts'
import { SigningState } from '../../src/contract/signing.ts'
import { TicketProgress } from '../../src/contract/ticket-progress.ts'
import type { Reply, Wire } from '../../src/contract/wire.ts'
import { readQrContent } from '../../src/protocol/tickets.ts'
import { demoPerson } from '../../test/kit/demo-people.ts'
import { answerDialogs } from '../../test/kit/drive/dialogs.ts'
import { launchApp } from '../../test/kit/launch-app.ts'
import { startServerProcess } from '../../test/kit/server-process.ts'
import { startVirtualPhone, type VirtualPhone } from '../../test/kit/virtual-phone.ts'
import { phoneServer } from './cosigns.ts'

declare global {
  interface Window {
    bidseal: Wire
    benchProgress(callId: string, progress: unknown): Promise<void>
  }
}

const Attached = z.object({ project: BidProject, refused: z.array(z.object({ fileName: z.string() })) })
const Sealed = z.object({ results: z.array(z.object({ outcome: z.string() })), project: BidProject })

export interface Sealing {
  /** Milliseconds of sealing one page, without those in which the phone answered. */
  oneMs(): Promise<number>
  stop(): Promise<void>
}

/** The built app on a server process, with a big PDF in its sample project, a phone, and the seals picked. */
export async function startSealing(sizeInBytes: number): Promise<Sealing> {
  const server = await startServerProcess([])
  const userData = await mkdtemp(join(tmpdir(), 'bidseal-bench-'))
  await writeFile(
    join(userData, 'settings.json'),
    JSON.stringify({ serverUrl: server.origin, pinnedRoots: server.roots }),
  )
  const pdf = join(userData, 'big.pdf')
  await writeFile(pdf, bigPdf(sizeInBytes))
  const phone = await startVirtualPhone(phoneServer(server), demoPerson('bidder-a-1'))
  await phone.downloadAll()
  const app = await launchApp({ userData, serverUrl: server.origin })
  const main = await windowTasks(await app.bidTool(), phone)

  const { projectId } = BidProject.parse((await main.run('project.openSample', {})).value)
  await main.run('identity.authenticate', { projectId })
  await main.run('project.makeOpeningFormPdf', { projectId })
  const picked = await main.run('signing.pickSeal', { projectId, offerSession: false })
  const [seal] = SigningState.parse(picked.value).seals
  await answerDialogs(app.electron, [pdf])
  const empty = BidProject.parse((await main.run('project.get', { projectId })).value)
  const nodeId = empty.nodes.find(({ kind }) => kind === 'document')?.nodeId
  const attached = Attached.parse((await main.run('project.attachDocuments', { projectId, nodeId })).value)
  const document = attached.project.nodes.flatMap(({ documents }) => documents).find(({ name }) => name === 'big')
  if (document === undefined || seal === undefined) throw new Error(JSON.stringify(attached.refused))
  const { documentId } = document

  return {
    async oneMs() {
      const placements = [{ page: 1, xMm: 100, yMm: 150 }]
      const items = [{ documentId, sealId: seal.sealId, placements, crossPage: false }]
      const { value, withoutPhoneMs } = await main.run('signing.seal', { projectId, items })
      const { results } = Sealed.parse(value)
      if (results[0]?.outcome !== 'sealed') throw new Error(JSON.stringify(results))
      await main.run('signing.undo', { projectId, documentId })
      return withoutPhoneMs
    },
    async stop() {
      await app.close()
      await server.stop()
      await rm(userData, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Asks main what the window could ask, through the window's own wire; the phone answers every code. */
async function windowTasks(page: Page, phone: VirtualPhone) {
  let calls = 0
  let phoneMs = 0
  let answering: Promise<void> = Promise.resolve()
  await page.exposeFunction('benchProgress', (_callId: string, untrusted: unknown) => {
    const progress = TicketProgress.safeParse(untrusted)
    if (progress.data?.stage !== 'showing') return
    const ticketId = readQrContent(progress.data.content)
    const shownAt = performance.now()
    if (ticketId !== null)
      answering = phone.answer(ticketId).then(() => {
        phoneMs += performance.now() - shownAt
      })
  })
  return {
    async run(name: string, input: object): Promise<{ value: unknown; withoutPhoneMs: number }> {
      phoneMs = 0
      const startedAt = performance.now()
      const reply: Reply = await page.evaluate(
        ([call, callId, asked]) => {
          window.bidseal.listen(`progress:${callId}`, (progress) => void window.benchProgress(callId, progress))
          return window.bidseal.invoke(call, callId, asked)
        },
        [name, `bench-${++calls}`, input] as const,
      )
      const tookMs = performance.now() - startedAt
      await answering
      if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`)
      return { value: reply.value, withoutPhoneMs: tookMs - phoneMs }
    },
  }
}

/** A PDF of one page that drags a stream of a pattern behind it. */
function bigPdf(sizeInBytes: number): Uint8Array {
  const pattern = Buffer.alloc(sizeInBytes, 'Bidseal measures sealing. ')
  const content = '0.9 g 72 72 200 200 re f'
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R /Thumb 5 0 R >>',
    ),
    Buffer.from(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`),
    Buffer.concat([Buffer.from(`<< /Length ${pattern.length} >>\nstream\n`), pattern, Buffer.from('\nendstream')]),
  ]
  const parts = [Buffer.from('%PDF-1.7\n')]
  let length = parts[0]!.length
  const offsets = objects.map((object, i) => {
    const at = length
    const part = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    parts.push(part)
    length += part.length
    return at
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

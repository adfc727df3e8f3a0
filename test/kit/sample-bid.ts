import type { BidProject, ProjectId } from '../../src/contract/bid-project.ts'
import type { AvailableSeal, SealRequest } from '../../src/contract/signing.ts'
import { demoPerson } from './demo-people.ts'
import { type ServerProxy, startProxy } from './proxy.ts'
import { startTestServer, type TestServer } from './server.ts'
import { startTestDesktop, type TestDesktop } from './test-desktop.ts'
import { startVirtualPhone, type VirtualPhone } from './virtual-phone.ts'

/** One desktop, one phone with its certificate, and a real server on a real socket between which a test can lie. */
export interface BidWorld {
  server: TestServer
  proxy: ServerProxy
  desktop: TestDesktop
  phone: VirtualPhone
  stop(): Promise<void>
}

export async function startBidWorld(): Promise<BidWorld> {
  const server = await startTestServer()
  const proxy = await startProxy(server)
  const desktop = await startTestDesktop({ ...server, origin: proxy.origin })
  const phone = await startReadyPhone(server, 'bidder-a-1')
  return {
    server,
    proxy,
    desktop,
    phone,
    async stop() {
      desktop.stop()
      await proxy.close()
      await server.stop()
    },
  }
}

/** A world with a sample project whose seals are picked. Its tender asks for none, so that bids can be generated at once. */
export async function startSealingWorld() {
  const world = await startBidWorld()
  const project = await prepareSample(world.desktop, world.phone)
  const { projectId } = project
  const { official } = await pickSeals(world.desktop, { projectId, phone: world.phone })
  world.desktop.desktop.views.findings = () => []
  return { ...world, project, projectId, official: official! }
}

/** A phone of the demo world with its certificates downloaded. */
export async function startReadyPhone(
  server: Parameters<typeof startVirtualPhone>[0],
  person: string,
): Promise<VirtualPhone> {
  const phone = await startVirtualPhone(server, demoPerson(person))
  await phone.downloadAll()
  return phone
}

/** 打开示例工程 → CA 认证 → 同步诚信库 → 开标一览表: everything before sealing. */
export async function prepareSample(desktop: TestDesktop, phone: VirtualPhone): Promise<BidProject> {
  const { projectId } = await desktop.run('project.openSample', {})
  await desktop.run('identity.authenticate', { projectId }, desktop.scannedBy(phone))
  await desktop.run('creditLibrary.sync', { projectId }, desktop.scannedBy(phone))
  return desktop.call('project.makeOpeningFormPdf', { projectId })
}

/** First scan of sealing; the seals by kind. */
export async function pickSeals(
  desktop: TestDesktop,
  { projectId, phone, joinsSession = false }: { projectId: ProjectId; phone: VirtualPhone; joinsSession?: boolean },
): Promise<Record<string, AvailableSeal>> {
  const input = { projectId, offerSession: joinsSession }
  const { seals } = await desktop.run('signing.pickSeal', input, desktop.scannedBy(phone, { joinsSession }))
  return Object.fromEntries(seals.map((seal) => [seal.kind, seal]))
}

/** Every seal that the tender still wants, at the place it names. */
export function wantedSealRequests(project: BidProject, seals: Record<string, AvailableSeal>): SealRequest[] {
  return project.nodes.flatMap(({ documents, signNodes }) =>
    documents.flatMap(({ documentId, pageCount }) =>
      signNodes
        .flatMap((signNode) => signNode.seals)
        .filter((seal) => !seal.isDone)
        .map(({ kind, place }) => ({
          documentId,
          sealId: seals[kind]!.sealId,
          placements: [
            {
              page: place?.page === 'last' ? pageCount : (place?.page ?? 1),
              xMm: place?.xMm ?? 20,
              yMm: place?.yMm ?? 20,
            },
          ],
          crossPage: false,
        })),
    ),
  )
}

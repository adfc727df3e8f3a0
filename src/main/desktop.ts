import type { Announce } from '../contract/define.ts'
import type { DesktopContract } from '../contract/desktop.ts'
import { BidsealError } from '../domain/failure.ts'
import type { Certificate } from '../domain/pki/certificate.ts'
import type { Trust } from '../domain/verify/trust.ts'
import { certificateRoutes, platformRoutes } from '../protocol/http-api.ts'
import { bidFileRepository } from './bid-file/repository.ts'
import { creditLibraryRepository } from './credit-library/repository.ts'
import { projectRepository } from './project/repository.ts'
import { projectViews } from './project/view.ts'
import { openPdfDesk, type PdfDesk } from './signing/pdf-desk.ts'
import type { Store } from './store/store.ts'
import type { ServerConnection } from './tickets/server-connection.ts'
import { certificateOf, revocationListOf } from './tickets/trust.ts'

/** What every handler works with. */
export interface Desktop {
  store: Store
  /** Threads that read and digest PDFs. */
  pdfs: PdfDesk
  projects: ReturnType<typeof projectRepository>
  library: ReturnType<typeof creditLibraryRepository>
  bidFiles: ReturnType<typeof bidFileRepository>
  views: ReturnType<typeof projectViews>
  server: ServerConnection
  announce: Announce<DesktopContract>
  /** Pinned roots with today's revocation lists; without the server, the lists that were fetched last. */
  trust(): Promise<Trust>
}

export function createDesktop(
  store: Store,
  {
    server,
    roots,
    announce,
    workersFolder,
  }: {
    server: ServerConnection
    roots: () => readonly Certificate[]
    announce: Announce<DesktopContract>
    /** Of the built workers. */
    workersFolder: string
  },
): Desktop {
  const now = () => Math.round(server.now())
  const projects = projectRepository(store.database, now)
  const library = creditLibraryRepository(store.database)
  const bidFiles = bidFileRepository(store.database)
  let published: Omit<Trust, 'roots'> = { intermediates: [], revocationLists: [] }

  return {
    store,
    pdfs: openPdfDesk({ workersFolder, files: store.files }),
    projects,
    library,
    bidFiles,
    views: projectViews(projects, { library, bidFiles, now }),
    server,
    announce,
    async trust() {
      try {
        // Certificates and lists are judged by the moment: a computer whose clock is wrong must not judge by its own.
        server.learnTime((await server.call(platformRoutes.time, { body: {} })).serverTime)
        const reply = await server.call(certificateRoutes.authorities, { body: {} })
        published = {
          intermediates: reply.authorities.map(certificateOf),
          revocationLists: reply.revocationLists.map(revocationListOf),
        }
      } catch (error) {
        if (!(error instanceof BidsealError) || error.failure.code !== 'server.unreachable') throw error
      }
      return { roots: roots(), ...published }
    },
  }
}

import { type Session, session, WebContentsView } from 'electron'
import type { PersonId } from '../../contract/desktop.ts'
import { phoneOrigin } from './app-protocol.ts'
import { locked } from './web-preferences.ts'

/**
 * The phones of the demo people: one page each, in a partition of its own, with no preload. A page lives on while another
 * person's is shown, so that sessions and half-done acts go on.
 */
export function createPhones(preparePhoneSession: (session: Session) => void) {
  const pages = new Map<PersonId, WebContentsView>()
  const preparedSessions = new Set<Session>()

  function open(person: PersonId): WebContentsView {
    const phoneSession = session.fromPartition(`persist:phone-${person}`)
    if (!preparedSessions.has(phoneSession)) preparePhoneSession(phoneSession)
    preparedSessions.add(phoneSession)
    // A phone in somebody's pocket goes on working: nothing may slow its page down while it is not seen.
    const page = new WebContentsView({
      webPreferences: { ...locked, session: phoneSession, backgroundThrottling: false },
    })
    pages.set(person, page)
    page.webContents.once('destroyed', () => {
      if (pages.get(person) === page) pages.delete(person)
    })
    // A page that fails to load is reported by 'did-fail-load'; the promise would only repeat it as a rejection.
    page.webContents.loadURL(`${phoneOrigin}/`).catch(() => undefined)
    return page
  }

  function close(person: PersonId) {
    const page = pages.get(person)
    pages.delete(person)
    if (page !== undefined && !page.webContents.isDestroyed()) page.webContents.close()
  }

  return {
    /** The person's page, opened if need be. */
    page: (person: PersonId): WebContentsView => pages.get(person) ?? open(person),
    isOpen: (person: PersonId) => pages.has(person),
    close,
    closeAll() {
      for (const person of [...pages.keys()]) close(person)
    },
  }
}
export type Phones = ReturnType<typeof createPhones>

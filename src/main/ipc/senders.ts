import type { IpcMainInvokeEvent, WebContents } from 'electron'
import type { DesktopWindow } from '../../contract/desktop.ts'
import type { Channel } from '../../contract/wire.ts'

/** A window that main itself opened. */
export interface Sender {
  readonly windowId: number
  readonly window: DesktopWindow
  send(name: string, payload: unknown): void
}

const channel: Channel = 'bidseal'
const trustedOrigin = 'app://desktop'

/** The desktop windows that main itself opened: nobody else is listened to. */
export function trustedSenders() {
  const senders = new Map<number, { window: DesktopWindow; webContents: WebContents }>()

  return {
    trust(window: DesktopWindow, webContents: WebContents, onGone: (windowId: number) => void) {
      const { id } = webContents
      senders.set(id, { window, webContents })
      webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) onGone(id)
      })
      webContents.on('render-process-gone', () => onGone(id))
      webContents.once('destroyed', () => {
        senders.delete(id)
        onGone(id)
      })
    },

    /** The caller behind an event; null when it is not the main frame of a known window showing our own page. */
    identify(event: IpcMainInvokeEvent): Sender | null {
      const sender = senders.get(event.sender.id)
      const frame = event.senderFrame
      if (sender === undefined || frame === null || frame !== event.sender.mainFrame) return null
      if (frame.origin !== trustedOrigin) return null
      return senderOf(event.sender.id, sender)
    },

    all: (): Sender[] => [...senders].map(([windowId, sender]) => senderOf(windowId, sender)),
  }
}

export type Senders = ReturnType<typeof trustedSenders>

function senderOf(
  windowId: number,
  { window, webContents }: { window: DesktopWindow; webContents: WebContents },
): Sender {
  return {
    windowId,
    window,
    send: (name: string, payload: unknown) => {
      if (!webContents.isDestroyed()) webContents.send(channel, name, payload)
    },
  }
}

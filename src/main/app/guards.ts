import type { App, Session, WebContents, WebFrameMain } from 'electron'
import { urlOf } from '../../protocol/url-of.ts'
import { desktopOrigin, phoneOrigin } from './app-protocol.ts'

/** Nothing leaves a session by itself. Pages may ask for nothing; a phone's page may capture the screen, which is how the simulator has a camera. */
export function closeSession(session: Session) {
  // Chromium would fetch its dictionaries from the network even when no window checks spelling.
  session.setSpellCheckerLanguages([])
  session.setSpellCheckerEnabled(false)
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    // Electron 33 calls screen capture a request for media of no type; with a type it would be a camera or microphone.
    const isOldCapture = permission === 'media' && 'mediaTypes' in details && details.mediaTypes?.length === 0
    const isCapture = permission === 'display-capture' || isOldCapture
    answer(isCapture && originOf(details.requestingUrl) === phoneOrigin)
  })
  session.setPermissionCheckHandler(() => false)
}

/** Screen capture in a phone's page sees the desktop window that the user looked at last, and nothing else. */
export function lendDesktopPixels(session: Session, desktopFrame: () => WebFrameMain | null) {
  session.setDisplayMediaRequestHandler((_request, answer) => {
    const video = desktopFrame()
    answer(video === null ? {} : { video })
  })
}

/** No page may leave our own origin, open a window, embed a web view or start a download. */
export function lockNavigation(app: App) {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => {
      if (originOf(event.url) !== originOf(contents.getURL())) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!isOurs(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

const isOurs = (url: string) => [desktopOrigin, phoneOrigin].includes(originOf(url))

// `new URL('app://phone/').origin` is "null" outside the browser, so the origin is put together by hand.
function originOf(url: string): string {
  const parsed = urlOf(url)
  return parsed === null ? '' : `${parsed.protocol}//${parsed.host}`
}

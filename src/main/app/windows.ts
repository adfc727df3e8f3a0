import { join } from 'node:path'
import { app, BrowserWindow, type BrowserWindowConstructorOptions, type Session, session } from 'electron'
import type { DesktopWindow, PersonId } from '../../contract/desktop.ts'
import { desktopOrigin, phoneOrigin } from './app-protocol.ts'
import type { SettingsFile } from './settings.ts'
import { rememberBounds, rememberedBounds } from './window-state.ts'

const titles: Record<DesktopWindow, string> = {
  'bid-tool': '封标 · 投标文件制作工具',
  'opening-hall': '封标 · 开标大厅',
}
const desktopSize = { width: 1440, height: 900, minWidth: 1280, minHeight: 800 }
const phoneSize = { width: 390, height: 780, minWidth: 360, minHeight: 640 }

export interface WindowsOptions {
  settings: SettingsFile
  /** Called once for every new desktop window, before its page loads. */
  onDesktopWindow: (kind: DesktopWindow, window: BrowserWindow) => void
  /** Called for the session of every new phone, before its page loads. */
  preparePhoneSession: (session: Session) => void
}

/** All windows of the app. Each desktop window exists at most once, each person has at most one phone. */
export function createWindows({ settings, onDesktopWindow, preparePhoneSession }: WindowsOptions) {
  const desktop = new Map<DesktopWindow, BrowserWindow>()
  const phones = new Map<PersonId, BrowserWindow>()
  const preparedSessions = new Set<Session>()
  let lastFocused: BrowserWindow | null = null

  function openDesktop(kind: DesktopWindow) {
    const existing = desktop.get(kind)
    if (existing !== undefined) return bringForward(existing)
    const window = new BrowserWindow({
      ...common(titles[kind]),
      ...desktopSize,
      ...rememberedBounds(settings, kind),
      webPreferences: { ...locked, preload: join(app.getAppPath(), 'out', 'preload', 'index.cjs') },
    })
    desktop.set(kind, window)
    lastFocused = window
    window.on('focus', () => {
      lastFocused = window
    })
    window.on('closed', () => {
      desktop.delete(kind)
      if (lastFocused === window) lastFocused = desktop.values().next().value ?? null
    })
    rememberBounds(window, settings, kind)
    onDesktopWindow(kind, window)
    return load(window, `${desktopOrigin}/${kind}/index.html`)
  }

  function openPhone(person: PersonId) {
    const existing = phones.get(person)
    if (existing !== undefined) return bringForward(existing)
    const phoneSession = session.fromPartition(`persist:phone-${person}`)
    if (!preparedSessions.has(phoneSession)) preparePhoneSession(phoneSession)
    preparedSessions.add(phoneSession)
    const window = new BrowserWindow({
      ...common('标证通'),
      ...phoneSize,
      ...rememberedBounds(settings, `phone-${person}`),
      maximizable: false,
      fullscreenable: false,
      webPreferences: { ...locked, session: phoneSession },
    })
    phones.set(person, window)
    window.on('closed', () => phones.delete(person))
    rememberBounds(window, settings, `phone-${person}`)
    return load(window, `${phoneOrigin}/`)
  }

  return {
    openDesktop,
    openPhone,
    /** The desktop window that the user looked at last, for dialogs and for the phone's camera. */
    lastFocusedDesktop: () => (lastFocused?.isDestroyed() ? null : lastFocused),
  }
}
export type Windows = ReturnType<typeof createWindows>

const locked = { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false }

function common(title: string): BrowserWindowConstructorOptions {
  return { title, show: false, backgroundColor: '#ffffff' }
}

function bringForward(window: BrowserWindow) {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function load(window: BrowserWindow, url: string) {
  window.once('ready-to-show', () => window.show())
  // A page that fails to load is reported by 'did-fail-load'; the promise would only repeat it as a rejection.
  window.loadURL(url).catch(() => undefined)
}

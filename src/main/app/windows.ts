import { join } from 'node:path'
import { app, BrowserWindow, type Session } from 'electron'
import type { DesktopWindow, PersonId } from '../../contract/desktop.ts'
import { desktopOrigin } from './app-protocol.ts'
import { watchDrops } from './drops.ts'
import { createPhoneFrame, type PhoneFrame } from './phone-frame.ts'
import { createPhones } from './phones.ts'
import type { SettingsFile } from './settings.ts'
import { locked } from './web-preferences.ts'
import { rememberBounds, rememberedBounds } from './window-state.ts'

/** The windows that a person works in; the phone's frame stands beside them. */
export type WorkWindow = Exclude<DesktopWindow, 'phone-frame'>

const titles: Record<WorkWindow, string> = {
  'bid-tool': '封标 · 投标文件制作工具',
  'opening-hall': '封标 · 开标大厅',
}
const desktopSize = { width: 1440, height: 900, minWidth: 1280, minHeight: 800 }

export interface WindowsOptions {
  /** Known once the first page is loaded: until then its window is not seen, and has its usual place. */
  settings: Promise<SettingsFile>
  /** Called for every new desktop window, before its page loads. */
  onDesktopWindow: (kind: DesktopWindow, window: BrowserWindow) => void
  /** Called for the session of every new phone, before its page loads. */
  preparePhoneSession: (session: Session) => void
  /** Called when a person drops a file onto the bid tool. */
  onFileDropped: (path: string) => void
  /** Called when the frame shows another person's phone. */
  onPhoneSwitch: () => void
}

/** All windows of the app: each work window exists at most once, and one frame shows the phones. */
export function createWindows({
  settings,
  onDesktopWindow,
  preparePhoneSession,
  onFileDropped,
  onPhoneSwitch,
}: WindowsOptions) {
  const desktop = new Map<WorkWindow, BrowserWindow>()
  let lastFocused: BrowserWindow | null = null
  const lastFocusedDesktop = () => (lastFocused?.isDestroyed() ? null : lastFocused)
  const phones = createPhones(preparePhoneSession)
  let phoneFrame: PhoneFrame | null = null

  async function prepareFrame() {
    phoneFrame = createPhoneFrame({
      settings: await settings,
      phones,
      onFrame: (window) => onDesktopWindow('phone-frame', window),
      neighbour: () => desktop.get('bid-tool') ?? lastFocusedDesktop(),
      onSwitch: onPhoneSwitch,
    })
  }

  function openDesktop(kind: WorkWindow) {
    const existing = desktop.get(kind)
    if (existing !== undefined) return bringForward(existing)
    const window = new BrowserWindow({
      title: titles[kind],
      show: false,
      backgroundColor: '#ffffff',
      ...desktopSize,
      webPreferences: {
        ...locked,
        navigateOnDragDrop: kind === 'bid-tool',
        preload: join(app.getAppPath(), 'out', 'preload', 'index.cjs'),
      },
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
    onDesktopWindow(kind, window)
    if (kind === 'bid-tool') watchDrops(window.webContents, onFileDropped)
    const isReady = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()))
    // An app whose settings cannot be read says so instead of showing a window.
    Promise.all([takePlace(window, kind), isReady]).then(
      () => !window.isDestroyed() && window.show(),
      () => undefined,
    )
    // A page that fails to load is reported by 'did-fail-load'; the promise would only repeat it as a rejection.
    window.loadURL(`${desktopOrigin}/${kind}/index.html`).catch(() => undefined)
  }

  async function takePlace(window: BrowserWindow, kind: WorkWindow) {
    const known = await settings
    if (window.isDestroyed()) return
    const place = rememberedBounds(known, kind)
    if (place !== null) window.setBounds(place)
    rememberBounds(window, known, kind)
  }

  prepareFrame().catch(() => undefined)
  return {
    openDesktop,
    openPhone: (person: PersonId) => phoneFrame?.show(person),
    phones,
    /** Whose phone the frame shows; null when it is closed. */
    shownPhone: () => phoneFrame?.shown() ?? null,
    lastPhone: () => phoneFrame?.lastShown() ?? null,
    /** The desktop window that the user looked at last, for dialogs and for the phone's camera. */
    lastFocusedDesktop,
  }
}
export type Windows = ReturnType<typeof createWindows>

function bringForward(window: BrowserWindow) {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

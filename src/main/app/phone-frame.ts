import { join } from 'node:path'
import { app, BrowserWindow, type Rectangle, screen } from 'electron'
import type { PersonId } from '../../contract/desktop.ts'
import { desktopOrigin } from './app-protocol.ts'
import type { Phones } from './phones.ts'
import type { SettingsFile } from './settings.ts'
import { locked } from './web-preferences.ts'
import { rememberBounds, rememberedBounds } from './window-state.ts'

/** Room that the frame's own page keeps around the phone: name and PIN above, a rim on the other sides. */
const headHeight = 106
const rim = 8
const phoneSize = { width: 390, height: 780 }
const smallestPhone = { width: 360, height: 640 }

interface PhoneFrameOptions {
  settings: SettingsFile
  phones: Phones
  /** Called for every new frame, before its page loads. */
  onFrame: (window: BrowserWindow) => void
  /** The window to stand beside. */
  neighbour: () => BrowserWindow | null
  /** Called when another person's phone is shown. */
  onSwitch: () => void
}

/** The window 手机: a frame that says whose phone it is, around that person's page. */
export function createPhoneFrame({ settings, phones, onFrame, neighbour, onSwitch }: PhoneFrameOptions) {
  let frame: BrowserWindow | null = null
  let shown: PersonId | null = null
  let lastShown: PersonId | null = null

  function openFrame(): BrowserWindow {
    const window = new BrowserWindow({
      title: '标证通',
      show: false,
      useContentSize: true,
      width: phoneSize.width + 2 * rim,
      height: phoneSize.height + headHeight + rim,
      minWidth: smallestPhone.width + 2 * rim,
      minHeight: smallestPhone.height + headHeight + rim,
      maximizable: false,
      fullscreenable: false,
      webPreferences: { ...locked, preload: join(app.getAppPath(), 'out', 'preload', 'index.cjs') },
    })
    frame = window
    window.setBounds(rememberedBounds(settings, 'phone-frame') ?? docked(window))
    window.on('resize', fitPage)
    window.on('closed', () => {
      // A view outlives its window unless its page is ended.
      frame = null
      shown = null
      phones.closeAll()
    })
    rememberBounds(window, settings, 'phone-frame')
    onFrame(window)
    window.once('ready-to-show', () => window.show())
    window.loadURL(`${desktopOrigin}/phone-frame/index.html`).catch(() => undefined)
    return window
  }

  /** To the right of its neighbour as far as the screen allows, else at the screen's right edge. */
  function docked(window: BrowserWindow): Rectangle {
    const { width, height } = window.getBounds()
    const beside = neighbour()?.getBounds()
    const { workArea } = beside === undefined ? screen.getPrimaryDisplay() : screen.getDisplayMatching(beside)
    const rightmost = workArea.x + workArea.width - width
    const fittingHeight = Math.min(height, workArea.height)
    return {
      x: beside === undefined ? rightmost : Math.min(beside.x + beside.width, rightmost),
      y: Math.max(workArea.y, Math.min(beside?.y ?? workArea.y, workArea.y + workArea.height - fittingHeight)),
      width,
      height: fittingHeight,
    }
  }

  function fitPage() {
    if (frame === null || shown === null) return
    const { width, height } = frame.getContentBounds()
    const place = { x: rim, y: headHeight, width: width - 2 * rim, height: height - headHeight - rim }
    phones.page(shown).setBounds(place)
  }

  return {
    /** Shows a person's phone; the others stay alive out of sight. */
    show(person: PersonId) {
      const window = frame ?? openFrame()
      if (shown !== person) {
        for (const view of window.contentView.children) window.contentView.removeChildView(view)
        shown = person
        lastShown = person
        window.contentView.addChildView(phones.page(person))
        fitPage()
        onSwitch()
      }
      if (window.isMinimized()) window.restore()
      if (window.isVisible()) window.focus()
      phones.page(person).webContents.focus()
    },
    shown: () => shown,
    /** Also after its window was closed. */
    lastShown: () => lastShown,
  }
}
export type PhoneFrame = ReturnType<typeof createPhoneFrame>

import { type BrowserWindow, type Rectangle, screen } from 'electron'
import type { SettingsFile } from './settings.ts'

/** Where a window stood last time, if a screen still shows that place. */
export function rememberedBounds(settings: SettingsFile, name: string): Partial<Rectangle> | null {
  const saved = settings.get().windows[name]
  if (saved === undefined) return null
  const { x, y, width, height } = saved
  const { workArea } = screen.getDisplayMatching({ x, y, width, height })
  const isVisible = x < workArea.x + workArea.width && x + width > workArea.x && y >= workArea.y - 8
  return isVisible && y < workArea.y + workArea.height ? { x, y, width, height } : { width, height }
}

/** Maximises the window again if it was, and writes its place down when it closes. */
export function rememberBounds(window: BrowserWindow, settings: SettingsFile, name: string) {
  if (settings.get().windows[name]?.isMaximized) window.maximize()
  window.on('close', () => {
    const bounds = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    settings.change({ windows: { ...settings.get().windows, [name]: bounds } })
  })
}

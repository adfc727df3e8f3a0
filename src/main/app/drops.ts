import { fileURLToPath } from 'node:url'
import type { WebContents } from 'electron'
import { urlOf } from '../../protocol/url-of.ts'

/**
 * Hears of files that a person drops onto a page (decision 099). Chromium would open the file: that is refused like
 * every other navigation, and its address is the only thing that is taken from it. The page itself learns no path and
 * cannot ask for one: Chromium lets no page of ours open a file's address.
 */
export function watchDrops(contents: WebContents, onFile: (path: string) => void) {
  const take = (url: string) => {
    if (urlOf(url)?.protocol === 'file:') onFile(fileURLToPath(url))
  }
  contents.setWindowOpenHandler(({ url }) => {
    take(url)
    return { action: 'deny' }
  })
}

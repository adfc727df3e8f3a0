import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { attach } from '../../test/kit/drive/acts.ts'
import { bidToolOf } from '../../test/kit/drive/bid-tool.ts'
import { doMainJob } from '../../test/kit/drive/main-job.ts'
import type { Narrator } from '../../test/kit/drive/narrator.ts'
import { writeHollowPdf } from '../../test/kit/hollow-pdf.ts'
import { type LaunchedApp, launchApp } from '../../test/kit/launch-app.ts'
import { buildAll } from '../build.ts'
import { withDisplay } from '../display.ts'
import { ensureLinuxPackages } from '../linux-setup/packages.ts'
import { peakMemoryOf } from '../peak-memory.ts'

// Does the main job in the app with an attachment of gigabytes, and tells how long a window stood still at most in every
// step, and how much memory the main process, its threads included, held at most. The attachment takes no room on the
// disk; what is made of it takes some six times its size.

/** Milliseconds from one picture to the next, at most: of all, and of those between which long work was shown. */
interface Frames {
  longest: number
  longestAtWork: number
}

declare global {
  interface Window {
    framesSeen: Frames
  }
}

// The sample tender takes no more than 200 MB in a file and 2,048 MB in all.
const partInBytes = 190 * 1024 ** 2

const { values } = parseArgs({
  options: { gib: { type: 'string', default: '1.9' }, folder: { type: 'string', default: tmpdir() } },
})

ensureLinuxPackages('app')
await buildAll()
const folder = await mkdtemp(join(values.folder, 'bidseal-big-job-'))
try {
  await withDisplay(doTheJob)
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

async function doTheJob() {
  const [userData, bids] = [join(folder, 'data'), join(folder, 'bid')]
  for (const one of [userData, bids]) await mkdir(one)
  const count = Math.max(1, Math.round((Number(values.gib) * 1024 ** 3) / partInBytes))
  const names = ['campus-safety', ...Array.from({ length: count - 1 }, (_, i) => `part-${i + 2}`)]
  const [attachment, ...more] = names.map((name) => writeHollowPdf(join(folder, `${name}.pdf`), partInBytes, 'table'))
  const app = await launchApp({ userData })
  const peak = peakMemoryOf(app.electron.process().pid!)
  const desktopPages = () => app.electron.windows().filter((page) => /bid-tool|opening-hall/.test(page.url()))
  const narrator: Narrator = {
    async step(title, act) {
      await Promise.all(desktopPages().map(watchFrames))
      peak()
      const startedAt = performance.now()
      if (title.startsWith('编制')) await attachMore(app, more)
      const answer = await act()
      const seconds = (performance.now() - startedAt) / 1000
      const seen = await Promise.all(desktopPages().map((page) => page.evaluate(() => window.framesSeen)))
      const frames = seen.filter((one) => one !== undefined)
      const longest = (of: (one: Frames) => number) => Math.round(Math.max(0, ...frames.map(of)))
      const told = `longest frame ${longest((one) => one.longest)} ms, at work ${longest((one) => one.longestAtWork)} ms`
      console.log(`${title}: ${seconds.toFixed(1)} s, ${told}, ${peak()} MiB`)
      return answer
    },
    picture: async () => {},
  }
  try {
    const { bidFile } = await doMainJob(app, { narrator, folder: bids, attachment: attachment! })
    console.log(`bid file of ${(await stat(bidFile)).size} bytes`)
  } finally {
    await app.close()
  }
}

async function attachMore(app: LaunchedApp, paths: readonly string[]) {
  const tool = bidToolOf(await app.bidTool())
  for (const path of paths)
    await attach({ tool }, { electron: app.electron, node: '其他材料', path, name: basename(path, '.pdf') })
}

/** Times the frames of a page, begun anew at every call. */
function watchFrames(page: Page) {
  return page.evaluate(() => {
    const isWatching = window.framesSeen !== undefined
    window.framesSeen = { longest: 0, longestAtWork: 0 }
    if (isWatching) return
    let last = { at: performance.now(), isAtWork: false }
    const next = () => {
      const now = { at: performance.now(), isAtWork: document.querySelector('[role=progressbar]') !== null }
      const { framesSeen: frames } = window
      const took = now.at - last.at
      frames.longest = Math.max(frames.longest, took)
      if (last.isAtWork && now.isAtWork) frames.longestAtWork = Math.max(frames.longestAtWork, took)
      last = now
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
}

import { existsSync } from 'node:fs'
import { cp, mkdtemp, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identify, makeOpeningForm, type Seat, syncLibrary } from '../kit/drive/acts.ts'
import { bidToolOf } from '../kit/drive/bid-tool.ts'
import { expect } from '../kit/drive/expect.ts'
import { personOf } from '../kit/drive/people.ts'
import { phonesOf } from '../kit/drive/phones.ts'
import { type LaunchedApp, launchApp } from '../kit/launch-app.ts'

/** Environment variable: where the worlds are kept. Set by hand, they stay there for the next run. */
export const worldsFolder = 'BIDSEAL_TEST_WORLDS'

/** How far the sample bid has come; each world goes on from the one before. */
const stages = ['phones', 'identified'] as const
export type WorldStage = (typeof stages)[number]

/** Who makes the bid. */
export const maker = personOf('bidder-a-1')

const acts: Record<WorldStage, (app: LaunchedApp) => Promise<void>> = {
  phones: (app) => phonesOf(app).ready(),
  identified: async (app) => {
    const seat = await sitDown(app)
    await identify(seat)
    await syncLibrary(seat)
    await makeOpeningForm(seat)
  },
}

/** The sample project in the bid tool, and its maker's phone. */
export async function sitDown(app: LaunchedApp): Promise<Seat> {
  const tool = bidToolOf(await app.bidTool())
  // Once the server is there, so are the tenders that it publishes.
  await expect(tool.page.getByRole('button', { name: '下载' }).first()).toBeVisible()
  const open = tool.page.getByRole('button', { name: '打开', exact: true })
  if ((await open.count()) > 0) await open.first().click()
  else await tool.openSample()
  await expect(tool.step('招标文件')).toBeVisible()
  return { tool, phone: await phonesOf(app).of(maker) }
}

/** A copy of a prepared world, as the data folder of one journey. */
export async function copyOfWorld(stage: WorldStage): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-'))
  await cp(await buildWorld(stage), folder, { recursive: true })
  return folder
}

/** The folder of a world; made at the first time that a journey wants it, by the acts of a user. */
export async function buildWorld(stage: WorldStage): Promise<string> {
  const worlds = process.env[worldsFolder]
  if (worlds === undefined) throw new Error('The global set-up has not run')
  const finished = join(worlds, stage)
  if (existsSync(finished)) return finished
  const begun = await mkdtemp(join(worlds, `${stage}-`))
  const earlier = stages[stages.indexOf(stage) - 1]
  if (earlier !== undefined) await cp(await buildWorld(earlier), begun, { recursive: true })
  const app = await launchApp({ userData: begun })
  try {
    await acts[stage](app)
  } finally {
    await app.close()
  }
  await rename(begun, finished)
  return finished
}

import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { demoPeopleSchema } from '../../src/domain/demo/demo-world.ts'
import { launchApp } from '../kit/launch-app.ts'

const variable = 'BIDSEAL_TEST_WORLD'
const peopleFile = join(import.meta.dirname, '..', '..', 'resources', 'demo', 'people.json')
const setUpMs = 180_000

/** Before all journeys: one first start of the demo world, whose phones all download their certificates. */
export default async function prepareWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-world-'))
  const { people } = demoPeopleSchema.parse(JSON.parse(await readFile(peopleFile, 'utf8')))
  const app = await launchApp({ userData: folder })
  const readyPhones = async () => {
    const settings = await readFile(join(folder, 'settings.json'), 'utf8').catch(() => '{}')
    return (JSON.parse(settings) as { readyPhones?: string[] }).readyPhones?.length ?? 0
  }
  await expect.poll(readyPhones, { message: 'phones that are ready', timeout: setUpMs }).toBe(people.length)
  await app.close()
  process.env[variable] = folder
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** A copy of the prepared world, as the data folder of one journey. */
export async function copyOfPreparedWorld(): Promise<string> {
  const world = process.env[variable]
  if (world === undefined) throw new Error('The global set-up has not run')
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-'))
  await cp(world, folder, { recursive: true })
  return folder
}

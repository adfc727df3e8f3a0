import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWorld, worldsFolder } from './worlds.ts'

/** Before all journeys: one first start of the demo world, whose phones all download their certificates. */
export default async function globalSetup() {
  const kept = process.env[worldsFolder]
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'bidseal-worlds-')))
  process.env[worldsFolder] = folder
  await buildWorld('phones')
  return async () => {
    if (kept === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

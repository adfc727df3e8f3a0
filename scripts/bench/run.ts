import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll } from '../build.ts'
import { withDisplay } from '../display.ts'
import { describeRuntime, findElectronRuntime } from '../electron-runtime/runtime.ts'
import { type Figure, figureOf, isReached, jsonOf, tableOf } from '../figures.ts'
import { ensureLinuxPackages } from '../linux-setup/packages.ts'
import { chosenFigures, type FigureId, wanted } from './figures.ts'
import {
  measureBigBids,
  measureCosigns,
  measureSealing,
  measureStart,
  measureThreads,
  type Pace,
  type Results,
} from './measure.ts'
import { opensslVersion } from './openssl.ts'
import { pageOf } from './page.ts'
import { startProbe } from './probe.ts'
import { buildPrograms } from './programs.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    gib: { type: 'string', default: '' },
    folder: { type: 'string', default: tmpdir() },
  },
})
const chosen = chosenFigures(values.only)
const bidInGib = Number(values.gib || (values.quick ? 0.125 : 2))
const pace: Pace = values.quick
  ? { rounds: 1, seconds: 0.5, bidInGib, patienceInSeconds: 0, folder: values.folder }
  : { rounds: 5, seconds: 1, bidInGib, patienceInSeconds: 120, folder: values.folder }
const isWhole = !values.quick && values.only === undefined

function figuresOf(results: Results): Map<FigureId, Figure> {
  const ids = (Object.keys(wanted) as FigureId[]).filter((id) => chosen.has(id) && results[id] !== undefined)
  return new Map(ids.map((id) => [id, figureOf({ ...wanted[id], ...results[id]! })]))
}

async function measureAll() {
  const threads = await measureThreads('Electron', chosen, pace)
  console.log(tableOf([...figuresOf(threads).values()]))
  const inNode = await measureThreads('Node', chosen, pace)
  const results = { ...threads }
  for (const measure of [measureStart, measureSealing, measureCosigns, measureBigBids]) {
    const more = await measure(chosen, pace)
    if (Object.keys(more).length > 0) console.log(tableOf([...figuresOf(more).values()]))
    Object.assign(results, more)
  }
  return { figures: figuresOf(results), inNode: [...figuresOf(inNode).values()] }
}

ensureLinuxPackages('tests')
console.log(describeRuntime(await findElectronRuntime()))
await buildAll()
await buildPrograms()
await withDisplay(async () => {
  const { figures, inNode } = await measureAll()
  const probe = await startProbe('Electron')
  await probe.stop()
  const facts = { date: new Date().toISOString().slice(0, 10), openssl: await opensslVersion(), bidInGib }
  if (isWhole) {
    const page = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md')
    await writeFile(page, pageOf(figures, inNode, { ...facts, electron: probe.versions }))
  }
  if (values.json !== undefined) await writeFile(values.json, jsonOf([...figures.values()]))
  const missed = [...figures.values()].filter((figure) => !isReached(figure))
  console.log(`${figures.size - missed.length} of ${figures.size} figures reached`)
})

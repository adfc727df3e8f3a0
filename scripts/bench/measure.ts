import { bigBidSpeeds } from './big-bid.ts'
import { startCosigns } from './cosigns.ts'
import type { FigureId } from './figures.ts'
import { opensslSpeed } from './openssl.ts'
import type { CaseName } from './probe/cases.ts'
import { startProbe } from './probe.ts'
import type { Host } from './programs.ts'
import { startSealing } from './sealing.ts'
import { startUpMs } from './start-up.ts'

export interface Pace {
  /** How often each side is measured, in turn. */
  rounds: number
  /** Of one measurement. */
  seconds: number
  bidInGib: number
  /** After so many seconds no other round of a long figure begins. */
  patienceInSeconds: number
  /** Where the big bid is made. */
  folder: string
}

/** What one side gave, round by round. */
export type Sides = { ours: number[]; theirs: number[] }
export type Results = Partial<Record<FigureId, Sides>>

/** Those of the results that are also measured in Node, for comparison. */
export const inThreads = {
  gcmOne: { name: 'sm4-gcm', workers: 1, beside: 'sm4-ctr' },
  gcmTwo: { name: 'sm4-gcm', workers: 2, beside: 'sm4-ctr' },
  ctr: { name: 'sm4-ctr', workers: 1, beside: 'sm4-ctr' },
  sm3: { name: 'sm3', workers: 1, beside: 'sm3' },
  verify: { name: 'sm2-verify', workers: 1, beside: null },
  arithmetic: { name: 'cosign', workers: 1, beside: null },
} as const satisfies Partial<Record<FigureId, { name: CaseName; workers: number; beside: 'sm4-ctr' | 'sm3' | null }>>

const limits = { verify: 1500, arithmetic: 12, loopback: 60, server: 150, sealing: 300 }

/** The engine and the arithmetic in worker threads, OpenSSL in turn with them. */
export async function measureThreads(host: Host, chosen: ReadonlySet<FigureId>, pace: Pace): Promise<Results> {
  const ids = (Object.keys(inThreads) as (keyof typeof inThreads)[]).filter((id) => chosen.has(id))
  const results: Results = Object.fromEntries(ids.map((id) => [id, { ours: [], theirs: [] }]))
  if (ids.length === 0) return results
  const probe = await startProbe(host)
  try {
    for (let round = 0; round < pace.rounds; round++) {
      const openssl = new Map<'sm4-ctr' | 'sm3', number>()
      for (const id of ids) {
        const { name, workers, beside } = inThreads[id]
        if (beside !== null && !openssl.has(beside)) openssl.set(beside, await opensslSpeed(beside, 1))
        const speed = await probe.measure({ name, workers, seconds: pace.seconds })
        const sides = results[id]!
        sides.ours.push(id === 'arithmetic' ? 1000 / speed : speed)
        sides.theirs.push(beside === null ? limits[id as 'verify' | 'arithmetic'] : openssl.get(beside)!)
      }
    }
  } finally {
    await probe.stop()
  }
  return results
}

/** Bids of gigabytes, made and opened in Electron. */
export async function measureBigBids(chosen: ReadonlySet<FigureId>, pace: Pace): Promise<Results> {
  const sides: Record<'generated' | 'generatedFromKnown' | 'opened', Sides> = {
    generated: { ours: [], theirs: [] },
    generatedFromKnown: { ours: [], theirs: [] },
    opened: { ours: [], theirs: [] },
  }
  const ids = Object.keys(sides) as (keyof typeof sides)[]
  if (!ids.some((id) => chosen.has(id))) return {}
  await repeat(pace, async () => {
    const theirs = await opensslSpeed('sm4-ctr', 1)
    const ours = await bigBidSpeeds('Electron', { gib: pace.bidInGib, folder: pace.folder })
    for (const id of ids) {
      sides[id].ours.push(ours[id])
      sides[id].theirs.push(theirs)
    }
  })
  return sides
}

/** Twice as many as keep the server busy: with four, it waited for phones a fifth of the time. */
const cosigners = ['a-1', 'a-2', 'a-3', 'a-4', 'b-1', 'b-2', 'b-3'].map((id) => `bidder-${id}`).concat('agency-1')

/** A server process and phones that have no window. */
export async function measureCosigns(chosen: ReadonlySet<FigureId>, pace: Pace): Promise<Results> {
  if (!chosen.has('loopback') && !chosen.has('server')) return {}
  const cosigns = await startCosigns(cosigners)
  const loopback: Sides = { ours: [], theirs: [limits.loopback] }
  const server: Sides = { ours: [], theirs: [limits.server] }
  try {
    // The first ones compile.
    for (let i = 0; i < 10; i++) await cosigns.oneMs()
    for (let i = 0; i < 5 * pace.rounds; i++) loopback.ours.push(await cosigns.oneMs())
    // Still faster from second to second: a server that has run for a while is what is wanted.
    await cosigns.perSecond(12 * pace.seconds)
    for (let round = 0; round < pace.rounds; round++) server.ours.push(await cosigns.perSecond(2 * pace.seconds))
  } finally {
    await cosigns.stop()
  }
  return { loopback, server }
}

/** The app beside an empty window. */
export async function measureStart(chosen: ReadonlySet<FigureId>, pace: Pace): Promise<Results> {
  if (!chosen.has('start')) return {}
  const start: Sides = { ours: [], theirs: [] }
  await repeat(pace, async () => {
    start.theirs.push(await startUpMs('empty'))
    start.ours.push(await startUpMs('product'))
  })
  return { start }
}

/** The app with a big PDF. */
export async function measureSealing(chosen: ReadonlySet<FigureId>, pace: Pace): Promise<Results> {
  if (!chosen.has('sealing')) return {}
  const sealing = await startSealing(100_000_000)
  const sides: Sides = { ours: [], theirs: [limits.sealing] }
  try {
    await repeat(pace, async () => void sides.ours.push(await sealing.oneMs()))
  } finally {
    await sealing.stop()
  }
  return { sealing: sides }
}

async function repeat({ rounds, patienceInSeconds }: Pace, act: () => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  for (let round = 0; round < rounds; round++) {
    if (round > 0 && performance.now() - startedAt > patienceInSeconds * 1000) return
    await act()
  }
}

import type { ActProgress, WorkProgress } from '../../contract/ticket-progress.ts'

/** Where the present step of some work began, to tell its speed. */
export interface PaceStart {
  step: WorkProgress['step']
  startedAt: number
  startedInBytes: number
}

/** Begins to measure when work begins or changes its step; waiting for a person is not measured. */
export function paceStart(before: PaceStart | null, progress: ActProgress, now: number): PaceStart | null {
  if (progress.stage !== 'working') return null
  if (before?.step === progress.step && progress.doneInBytes >= before.startedInBytes) return before
  return { step: progress.step, startedAt: now, startedInBytes: progress.doneInBytes }
}

export interface Pace {
  /** 0 to 100; null while the whole is not known. */
  percent: number | null
  bytesPerSecond: number | null
  leftMs: number | null
}

const shortestMeasureMs = 500

/** How far, how fast, how long still. No guess in the first half second. */
export function paceOf(progress: WorkProgress, start: PaceStart | null, now: number): Pace {
  const { doneInBytes, totalInBytes } = progress
  const percent = totalInBytes > 0 ? Math.min(100, Math.floor((doneInBytes / totalInBytes) * 100)) : null
  const tookMs = start === null ? 0 : now - start.startedAt
  const moved = start === null ? 0 : doneInBytes - start.startedInBytes
  if (tookMs < shortestMeasureMs || moved <= 0) return { percent, bytesPerSecond: null, leftMs: null }
  const bytesPerSecond = (moved / tookMs) * 1000
  const leftMs = totalInBytes > 0 ? ((totalInBytes - doneInBytes) / bytesPerSecond) * 1000 : null
  return { percent, bytesPerSecond, leftMs }
}

import type { FoundFault } from '../../test/fuzz/run-target.ts'
import type { GroupName } from '../../test/fuzz/targets.ts'

/** Some of the cases of one target. */
export interface Stretch {
  group: GroupName
  target: string
  first: number
  end: number
}

/** What a worker thread is started with. */
export interface WorkerStart {
  seed: number
  proofEvery: number
  /** [number of the case that runs, or −1; when it began, in ms since the worker began]: read by the watching thread. */
  clock: SharedArrayBuffer
}

/** What a worker says of a stretch. Memory is in bytes. */
export interface StretchResult {
  stretch: Stretch
  counts: Record<'refused' | 'read' | 'proven', number>
  faults: FoundFault[]
  durationMs: number
  /** Most that one case allocated beyond four times its input, collected or not. */
  mostMemory: number
}

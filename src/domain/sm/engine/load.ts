import { bytesOfBase64Url } from '../../bytes.ts'
import { sm3, sm4RelaxedSimd, sm4Simd } from './modules.ts'

// The modules come from scripts/engine/, where every step is explained. That of SM4 has the
// order of `sm4-memory.ts`.

export interface Sm4Module {
  memory: WebAssembly.Memory
  expandKey(key: number, roundKeys: number): void
  ctr(at: number, blocks: number, roundKeys: number, c0: number, c1: number, c2: number, c3: number): void
  multiply(product: number, a: number, b: number): void
  fillTables(factor: number, tables: number): void
  absorb(at: number, groups: number): void
}

export interface Sm3Module {
  memory: WebAssembly.Memory
  sm3(at: number, blocks: number, state: number): void
  sm3x4(at: number, stride: number, blocks: number, state: number): void
}

/** Relaxed SIMD is faster by about a sixth; Node 20 and Safari have only SIMD. */
export type Sm4Variant = 'relaxed-simd' | 'simd'

/** Makes a thing when it is first asked for. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const pageSize = 0x10000
/** The modules' work area: every address that they know beforehand lies in it. It is empty between calls. */
export const workArea = 2 * pageSize
/** Behind the work area: 4 MiB of a bid file in its smallest chunks, with their tags. */
export const roomPages = 65

/** One memory for all modules of a thread. Pages that nobody touches take no room. */
export const engineMemory = once(() => {
  const pages = workArea / pageSize + roomPages
  return new WebAssembly.Memory({ initial: pages, maximum: pages })
})

/** Null where this runtime does not know the instructions, or a page's policy forbids WebAssembly. */
function instanceOf<T>(module: string): T | null {
  const binary = bytesOfBase64Url(module)
  if (binary === null || typeof WebAssembly === 'undefined') return null
  try {
    const imports = { engine: { memory: engineMemory() } }
    return new WebAssembly.Instance(new WebAssembly.Module(binary as BufferSource), imports).exports as T
  } catch {
    return null
  }
}

/** One instance for the program. */
export const sm4Modules: Record<Sm4Variant, () => Sm4Module | null> = {
  'relaxed-simd': once(() => instanceOf<Sm4Module>(sm4RelaxedSimd)),
  simd: once(() => instanceOf<Sm4Module>(sm4Simd)),
}

export const sm3Module = once(() => instanceOf<Sm3Module>(sm3))

/** The fastest that this runtime has; null where there is none. */
export const sm4Module = (): Sm4Module | null => sm4Modules['relaxed-simd']() ?? sm4Modules.simd()

import wabt from 'wabt'
import { absorption, multiplication, tableFilling } from './ghash.ts'
import { digest, fourDigests } from './sm3.ts'
import { counterMode, keyExpansion } from './sm4.ts'
import { lookUpWith } from './wasm-text.ts'

/** The modules share one memory: a work area of 2 pages of 64 KiB, and behind it the room of src/domain/sm/engine-room.ts. */
const moduleOf = (...functions: readonly string[]) =>
  `(module (import "engine" "memory" (memory 2)) (export "memory" (memory 0))\n${functions.join('\n')})`

function sm4Text(relaxed: boolean): string {
  const lookUp = lookUpWith(relaxed)
  return moduleOf(counterMode(lookUp), keyExpansion(lookUp), absorption(lookUp), multiplication(), tableFilling())
}

/** The modules by the names under which `src/domain/sm/engine/modules.ts` exports them. */
export async function engineModules(): Promise<Record<'sm4RelaxedSimd' | 'sm4Simd' | 'sm3', Uint8Array>> {
  const { parseWat } = await wabt()
  const binary = (text: string, relaxed: boolean) => {
    const module = parseWat('engine.wat', text, { simd: true, relaxed_simd: relaxed })
    try {
      module.validate()
      return module.toBinary({}).buffer
    } finally {
      module.destroy()
    }
  }
  return {
    sm4RelaxedSimd: binary(sm4Text(true), true),
    sm4Simd: binary(sm4Text(false), false),
    sm3: binary(moduleOf(digest(), fourDigests()), false),
  }
}

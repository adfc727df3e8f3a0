import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { fail } from '../../domain/failure.ts'

const Bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  isMaximized: z.boolean(),
})
export type WindowBounds = z.infer<typeof Bounds>

const Settings = z.object({
  /**
   * Where the online server is; without it the app runs its own in offline demo mode. Whatever stands here is taken, so that
   * a damaged address is refused by whoever connects instead of becoming no address.
   */
  serverUrl: z.coerce.string().optional(),
  /** The demo server's port, chosen once. */
  serverPort: z.number().int().min(1024).max(65535).optional().catch(undefined),
  /** Roots of the online server's authorities, DER in base64. */
  pinnedRoots: z.array(z.base64()).optional().catch(undefined),
  /** Demo people whose phones have downloaded their certificates. */
  readyPhones: z.array(z.string()).optional().catch(undefined),
  windows: z.record(z.string(), Bounds).catch({}).default({}),
})
export type Settings = z.infer<typeof Settings>

/**
 * What the app remembers between runs. A damaged value counts as none ⚔ a window's lost place must not lose the server.
 * Fails with `settings.damaged` when nothing of it can be read.
 */
export function openSettings(path: string) {
  let settings = read(path)
  return {
    get: () => settings,
    change(change: Partial<Settings>) {
      settings = { ...settings, ...change }
      // On the disk before it takes the old one's place: after a power cut an empty file would stand there.
      writeFileSync(`${path}.new`, JSON.stringify(settings, null, 2), { flush: true })
      renameSync(`${path}.new`, path)
    },
  }
}
export type SettingsFile = ReturnType<typeof openSettings>

/** Nothing is known of a file that cannot be read, least of all that no server stood in it. */
function read(path: string): Settings {
  if (!existsSync(path)) return Settings.parse({})
  try {
    return Settings.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    return fail('settings.damaged', { path }, error)
  }
}

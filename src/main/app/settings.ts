import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const Bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  isMaximized: z.boolean(),
})
export type WindowBounds = z.infer<typeof Bounds>

const Settings = z.object({
  /** Where the online server is; without it the app runs its own in offline demo mode. */
  serverUrl: z.string().max(2000).optional(),
  /** The demo server's port, chosen once. */
  serverPort: z.number().int().min(1024).max(65535).optional(),
  /** Roots of the online server's authorities, DER in base64. */
  pinnedRoots: z.array(z.base64()).optional(),
  /** Demo people whose phones have downloaded their certificates. */
  readyPhones: z.array(z.string()).optional(),
  windows: z.record(z.string(), Bounds).default({}),
})
export type Settings = z.infer<typeof Settings>

/** What the app remembers between runs. A damaged file counts as an empty one: nothing in it is worth a refusal to start. */
export function openSettings(path: string) {
  let settings = read(path)
  return {
    get: () => settings,
    change(change: Partial<Settings>) {
      settings = { ...settings, ...change }
      writeFileSync(`${path}.new`, JSON.stringify(settings, null, 2))
      renameSync(`${path}.new`, path)
    },
  }
}
export type SettingsFile = ReturnType<typeof openSettings>

function read(path: string): Settings {
  try {
    return Settings.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return Settings.parse({})
  }
}

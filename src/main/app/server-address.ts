import { fail } from '../../domain/failure.ts'
import { ServerAddress } from '../../protocol/server-origin.ts'
import type { SettingsFile } from './settings.ts'

/** Origin of the server in a data centre that this computer is set up for; null for our own. Fails with `server.address-unsafe`. */
export function configuredServer(settings: SettingsFile): string | null {
  const address = process.env.BIDSEAL_SERVER_URL ?? settings.get().serverUrl
  if (address === undefined) return null
  if (!ServerAddress.safeParse(address).success) fail('server.address-unsafe', { address })
  return new URL(address).origin
}

import { z } from 'zod'

const loopback = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/

/**
 * Whether a server may be spoken to at this address: over the network by https alone, by http only on this computer ⚔ who
 * stands between could read capabilities and bids, and answer for the server.
 */
function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
}

/** The address of a server as a setting or a page names it. */
export const ServerAddress = z.string().refine(isSafeAddress, 'http is for a server on this computer')

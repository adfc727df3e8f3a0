import { z } from 'zod'
import { urlOf } from './url-of.ts'

const loopback = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/

/**
 * Whether a server may be spoken to at this address: over the network by https alone, by http only on this computer ⚔ who
 * stands between could read capabilities and bids, and answer for the server.
 */
function isSafeAddress(address: string): boolean {
  const url = urlOf(address)
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname)))
}

/** The address of a server as a setting or a page names it. */
export const ServerAddress = z.string().refine(isSafeAddress, 'http is for a server on this computer')

import { isIPv6 } from 'node:net'

/**
 * What counts as one address: an IPv4 address, however it is written, or the first 64 bits of an IPv6 address ⚔ every
 * household has 2⁶⁴ addresses under them. Anything else is itself.
 */
export function addressGroupOf(ip: string): string {
  const address = ip.split('%')[0]!
  if (!isIPv6(address)) return ip
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped !== null) return mapped[1]!
  // The URL's spelling has no dots, capitals or leading zeros left.
  const [head, tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text = '') => text.split(':').filter((group) => group !== '')
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0')
  return `${[...groups(head), ...zeros, ...groups(tail)].slice(0, 4).join(':')}::/64`
}

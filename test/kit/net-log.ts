const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/**
 * Reads Chromium's own net log, which sees every session and partition, and lists the hosts off this machine that were
 * asked for. Read line by line because the log of a killed app has no end.
 */
export function hostsBeyondLoopback(netLog: string): string[] {
  const hosts = new Set<string>()
  for (const [, url] of netLog.matchAll(/"(?:url|host)":"((?:https?|wss?|ftp):\/\/[^"\\]+)"/g)) {
    if (url === undefined || !URL.canParse(url)) continue
    const { hostname } = new URL(url)
    if (!loopback.test(hostname)) hosts.add(hostname)
  }
  return [...hosts].sort()
}

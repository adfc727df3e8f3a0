/** An address that can be read as one, else null. `URL.canParse` says yes to long hosts that `new URL` then refuses. */
export function urlOf(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

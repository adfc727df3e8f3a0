/** A1B2 C3D4: the end of a digest in groups, as people compare it; the same on every screen. */
export function tailText(tail: string): string {
  return tail.replace(/(.{4})(?=.)/g, '$1 ')
}

/** Values by number up to a total size; the ones that came first are dropped first, but never the newest. */
export class BoundedCache<Value> {
  private readonly values = new Map<number, { value: Value; size: number }>()
  private readonly limit: number
  private held = 0

  constructor(limit: number) {
    this.limit = limit
  }

  get(number: number): Value | undefined {
    return this.values.get(number)?.value
  }

  /** Counts a little for the place of every value, so that a million empty ones have a size too. */
  set(number: number, value: Value, sizeInBytes: number): void {
    const size = sizeInBytes + 16
    this.values.set(number, { value, size })
    this.held += size
    for (const [oldest, { size: freed }] of this.values) {
      if (this.held <= this.limit || oldest === number) return
      this.values.delete(oldest)
      this.held -= freed
    }
  }
}

import type { RandomBytes } from '../domain/random.ts'

/** Six digits, each value equally likely: SMS codes and the codes typed instead of a scan. */
export function sixDigits(random: RandomBytes): string {
  for (;;) {
    const [a = 0, b = 0, c = 0] = random(3)
    const value = (a << 16) | (b << 8) | c
    // 2²⁴ holds 16 times a million; what is above would make some codes likelier than others.
    if (value < 16_000_000) return String(value % 1_000_000).padStart(6, '0')
  }
}

import { fail } from '../../domain/failure.ts'

const waitMs = 25_000

/** Phones that wait for their desktop to reveal its random bytes. */
export function createComparisons() {
  const waiting = new Map<string, Set<() => void>>()
  return {
    /** Resolves when the ticket's desktop has revealed; fails when it stays silent. */
    wait(ticketId: string): Promise<void> {
      return new Promise((resolve, reject) => {
        const waiters = waiting.get(ticketId) ?? new Set()
        waiting.set(ticketId, waiters)
        const end = (settle: () => void) => {
          clearTimeout(timer)
          waiters.delete(wake)
          if (waiters.size === 0) waiting.delete(ticketId)
          settle()
        }
        const wake = () => end(resolve)
        const timer = setTimeout(() => end(() => reject(silent())), waitMs)
        timer.unref()
        waiters.add(wake)
      })
    },
    wake(ticketId: string) {
      for (const wake of waiting.get(ticketId) ?? []) wake()
    },
  }
}

function silent(): unknown {
  try {
    return fail('ticket.desktop-silent', {})
  } catch (error) {
    return error
  }
}

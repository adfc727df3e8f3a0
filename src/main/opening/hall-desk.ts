import type { z } from 'zod'
import type { ProjectBidder } from '../../contract/bid-project.ts'
import { type Failure, fail } from '../../domain/failure.ts'
import { readableLine } from '../../domain/readable-line.ts'
import { sentenceOf } from '../../domain/sentences/failure-sentences.ts'
import type { OpeningSection } from '../../protocol/opening-section.ts'

export interface Operator {
  view: z.infer<typeof ProjectBidder>
  token: string
  expiresAt: number
}

/** Who operates the hall. In memory only: whoever starts the program signs in again. */
export function createHallDesk(now: () => number) {
  let operator: Operator | null = null
  const present = () => (operator !== null && now() < operator.expiresAt ? operator : null)

  return {
    signIn(signedIn: Operator) {
      operator = signedIn
    },
    signOut() {
      operator = null
    },
    operator: present,
    /** Fails unless the operator belongs to the section's agency or tenderer; the server asks the same by their code. */
    requireFor(section: OpeningSection): Operator {
      const one = present() ?? fail('opening.operator-missing', {})
      return isOperatorOf(one.view.enterpriseName, section)
        ? one
        : fail('opening.not-operator', { name: one.view.enterpriseName })
    },
  }
}
export type HallDesk = ReturnType<typeof createHallDesk>

/** Whether an enterprise may hold the opening of a section. */
export function isOperatorOf(enterpriseName: string, { agencyName, tendererName }: OpeningSection): boolean {
  return enterpriseName === agencyName || enterpriseName === tendererName
}

/**
 * What the bidder reads of a failed try. Its names come out of the bid: ⚔ what no line may hold would make the platform
 * refuse the report, and the bid would stand there as never tried.
 */
export function reasonOf(failure: Failure): string {
  return readableLine(sentenceOf(failure), 300)
}

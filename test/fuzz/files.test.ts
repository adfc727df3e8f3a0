import { describe } from 'vitest'
import { expectNoFaults } from './expect-no-faults.ts'
import { loadTargets } from './targets.ts'

const targets = await loadTargets('archives', 'bid-file', 'pdf')

describe('tenders, bids and documents end in a named failure or are what they say', () =>
  expectNoFaults(targets, 58_000))

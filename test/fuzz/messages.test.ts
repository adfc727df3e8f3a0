import { describe } from 'vitest'
import { expectNoFaults } from './expect-no-faults.ts'
import { loadTargets } from './targets.ts'

const targets = await loadTargets('protocol', 'cosign')

describe('tickets, bodies, answers and records end in a named failure or are what they say', () =>
  expectNoFaults(targets, 57_000))

import { describe } from 'vitest'
import { expectNoFaults } from './expect-no-faults.ts'
import { loadTargets } from './targets.ts'

const targets = await loadTargets('protocol', 'cosign')

describe('every input ends in a named failure or is what it says', () => expectNoFaults(targets))

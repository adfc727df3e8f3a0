import { describe } from 'vitest'
import { expectNoFaults } from './expect-no-faults.ts'
import { loadTargets } from './targets.ts'

const targets = await loadTargets('asn1', 'pki', 'seals', 'time-stamps')

describe('certificates, lists, messages, seals and time stamps end in a named failure or are what they say', () =>
  expectNoFaults(targets, 85_000))

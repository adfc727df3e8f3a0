import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DemoPeople, demoPeopleSchema } from '../../src/domain/demo/demo-world.ts'

const path = join(import.meta.dirname, '../../resources/demo/people.json')
const world: DemoPeople = demoPeopleSchema.parse(JSON.parse(readFileSync(path, 'utf8')))

/** A person of the demo world, such as `bidder-a-1`. */
export function demoPerson(id: string): DemoPeople['people'][number] {
  return world.people.find((person) => person.id === id)!
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DemoPeople, demoPeopleSchema } from '../../../src/domain/demo/demo-world.ts'

const file = join(import.meta.dirname, '..', '..', '..', 'resources', 'demo', 'people.json')
const world = demoPeopleSchema.parse(JSON.parse(readFileSync(file, 'utf8')))

export type Person = DemoPeople['people'][number]

/** Everybody in the demo world. */
export const people: readonly Person[] = world.people

/** A demo person by id, such as 'bidder-a-1'. */
export function personOf(id: string): Person {
  const found = people.find((one) => one.id === id)
  if (found === undefined) throw new Error(`Nobody is called ${id}`)
  return found
}

export const enterpriseOf = (person: Person) => world.enterprises.find(({ id }) => id === person.enterprise)?.name ?? ''

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DemoPerson, PersonId } from '../../contract/desktop.ts'
import { type DemoPeople, demoPeopleSchema } from '../../domain/demo/demo-world.ts'
import type { SettingsFile } from '../app/settings.ts'

type Person = DemoPeople['people'][number]

/** The demo people as their phones need them; `isReady` is remembered over restarts. */
export interface DemoWorld {
  people(): DemoPerson[]
  /** Null for somebody who does not live here. */
  person(id: PersonId): DemoPerson | null
  pinOf(id: PersonId): string
  markReady(id: PersonId): void
}

/** Reads `people.json` of the demo world. Without a demo there are no people. */
export function openDemoWorld(demoFolder: string | null, settings: SettingsFile): DemoWorld {
  const world = demoFolder === null ? null : readPeople(demoFolder)
  const pins = new Map(world?.people.map((one) => [one.id, one.pin]))

  const viewOf = (one: Person): DemoPerson => ({
    person: PersonId.parse(one.id),
    personName: one.name,
    enterpriseName: world?.enterprises.find(({ id }) => id === one.enterprise)?.name ?? '',
    role: one.role,
    phoneNumber: one.phone,
    authorityName: one.certificates
      .map(({ authority }) => world?.authorities.find(({ id }) => id === authority)?.name ?? '')
      .join('、'),
    isReady: settings.get().readyPhones?.includes(one.id) ?? false,
  })

  return {
    people: () => world?.people.map(viewOf) ?? [],
    person(id) {
      const found = world?.people.find((one) => one.id === id)
      return found === undefined ? null : viewOf(found)
    },
    pinOf: (id) => pins.get(id) ?? '',
    markReady: (id) => settings.change({ readyPhones: [...new Set([...(settings.get().readyPhones ?? []), id])] }),
  }
}

function readPeople(demoFolder: string): DemoPeople {
  return demoPeopleSchema.parse(JSON.parse(readFileSync(join(demoFolder, 'people.json'), 'utf8')))
}

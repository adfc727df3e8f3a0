import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DemoPeople, demoPeopleSchema } from '../../domain/demo/demo-world.ts'
import type { Accounts } from '../accounts/repository.ts'

/** Who lives in the demo world. */
export function readDemoPeople(demoFolder: string): DemoPeople {
  return demoPeopleSchema.parse(JSON.parse(readFileSync(join(demoFolder, 'people.json'), 'utf8')))
}

/** The demo's enterprises and their people, as if they had registered and passed the real-name check long ago. */
export function settleDemoPeople({ enterprises, people }: DemoPeople, accounts: Accounts): void {
  const codes = new Map(enterprises.map((one) => [one.id, one.socialCreditCode]))
  for (const one of enterprises)
    accounts.insertEnterprise({
      social_credit_code: one.socialCreditCode,
      enterprise_id: one.id,
      name: one.name,
      role: one.role,
    })
  for (const person of people) {
    accounts.insertAccount({
      accountId: person.id,
      phoneNumber: person.phone,
      personName: person.name,
      isRealNameChecked: true,
    })
    accounts.insertMembership(person.id, codes.get(person.enterprise)!, person.role)
  }
}

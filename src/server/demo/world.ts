import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DemoPeople, demoPeopleSchema, demoSealsSchema } from '../../domain/demo/demo-world.ts'
import type { Accounts } from '../accounts/repository.ts'
import type { Certificates } from '../certificates/repository.ts'
import type { RegisteredSeal } from '../seals/seal-maker.ts'

const dayMs = 86_400_000

/** Who lives in the demo world. */
export function readDemoPeople(demoFolder: string): DemoPeople {
  return demoPeopleSchema.parse(JSON.parse(readFileSync(join(demoFolder, 'people.json'), 'utf8')))
}

interface Registers {
  accounts: Accounts
  certificates: Certificates
  startedAt: number
}

/**
 * The demo's enterprises and their people, as if they had registered and passed the real-name check long ago, with one
 * approved application for each certificate they are to have.
 */
export function settleDemoPeople({ enterprises, people }: DemoPeople, registers: Registers): void {
  const { accounts, certificates, startedAt } = registers
  const codes = new Map(enterprises.map((one) => [one.id, one.socialCreditCode]))
  for (const one of enterprises)
    accounts.insertEnterprise({
      social_credit_code: one.socialCreditCode,
      enterprise_id: one.id,
      name: one.name,
      role: one.role,
    })
  for (const person of people) {
    const socialCreditCode = codes.get(person.enterprise)!
    accounts.insertAccount({
      accountId: person.id,
      phoneNumber: person.phone,
      personName: person.name,
      isRealNameChecked: true,
    })
    accounts.insertMembership(person.id, socialCreditCode, person.role)
    for (const [i, { authority, validFromDays, validUntilDays }] of person.certificates.entries())
      certificates.insertApplication({
        application_id: `${person.id}-${i + 1}`,
        account_id: person.id,
        social_credit_code: socialCreditCode,
        authority_id: authority,
        role: person.role,
        not_before: startedAt + validFromDays * dayMs,
        not_after: startedAt + validUntilDays * dayMs,
      })
  }
}

/** The seals that the demo's enterprises have registered. */
export function readDemoSeals(demoFolder: string): (socialCreditCode: string) => RegisteredSeal[] {
  const { seals } = demoSealsSchema.parse(JSON.parse(readFileSync(join(demoFolder, 'seals', 'seals.json'), 'utf8')))
  const { enterprises } = readDemoPeople(demoFolder)
  return (socialCreditCode) => {
    const enterprise = enterprises.find((one) => one.socialCreditCode === socialCreditCode)
    return seals
      .filter((seal) => seal.enterprise === enterprise?.id)
      .map(({ id, kind, name, widthMm, heightMm, file }) => {
        const picture = new Uint8Array(readFileSync(join(demoFolder, 'seals', file)))
        return { id, kind, name, widthMm, heightMm, picture }
      })
  }
}

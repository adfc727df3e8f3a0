import type { Accounts } from './accounts/repository.ts'
import type { Authorities } from './certificates/authorities.ts'
import type { Certificates } from './certificates/repository.ts'
import { enterpriseSubject } from './certificates/rules.ts'
import { demoTenders, type WrittenTender, writeDemoTender } from './demo/tenders.ts'
import { readDemoPeople, settleDemoPeople } from './demo/world.ts'
import type { Parts } from './parts.ts'
import type { Platform } from './platform/repository.ts'
import type { Settings } from './settings.ts'

interface Given {
  parts: Parts
  settings: Settings
  accounts: Accounts
  authorities: Authorities
  certificates: Certificates
  platform: Platform
  demoFolder: string | null
}

const yearMs = 365 * 86_400_000
/** Demo certificates are up to a year old at the first start; their issuers must be older. */
const authorityAgeMs = 2 * yearMs

/**
 * Makes what every installation has of its own, once: root, authorities, seal maker, platform, and in demo mode the demo
 * world. Each step is one transaction and is skipped when it was done, so that a crash between them is healed by the next
 * start. Returns the moment of the first start.
 */
export async function completeFirstStart(given: Given): Promise<number> {
  const { parts, settings, authorities, certificates, accounts, platform, demoFolder } = given
  const { db, now } = parts
  if (settings.number('started-at') === null) settings.setNumber('started-at', now())
  const startedAt = settings.number('started-at')!
  const people = demoFolder === null ? null : readDemoPeople(demoFolder)

  if (!authorities.exists('root'))
    db.transaction(() => {
      foundAuthorities(authorities, startedAt, people?.authorities ?? [])
      if (people === null) return
      settleDemoPeople(people, { accounts, certificates, startedAt })
      const tenderer = people.enterprises.find(({ role }) => role === 'tenderer')!
      foundSigner(authorities, startedAt, {
        authorityId: 'tender-signer',
        profile: 'userSigning',
        issuerId: people.authorities[0]!.id,
        name: tenderer.name,
        subject: enterpriseSubject(tenderer.name, tenderer.socialCreditCode),
      })
    })

  // Apart from the others: installations that are older than time stamps have none yet.
  if (!authorities.exists('time-stamps'))
    foundOwnSigner(authorities, startedAt, { authorityId: 'time-stamps', profile: 'timeStamping', name: '封标时间戳' })

  if (demoFolder !== null)
    for (const name of demoTenders)
      if (platform.tender(name) === null)
        publish(
          parts,
          platform,
          await writeDemoTender(name, { demoFolder, dataFolder: parts.dataFolder, authorities, startedAt }),
        )
  return startedAt
}

function publish({ db }: Parts, platform: Platform, { tender, ...file }: WrittenTender) {
  db.transaction(() => platform.insertTender(tender, file))
}

function foundAuthorities(
  authorities: Authorities,
  startedAt: number,
  list: readonly { id: string; name: string; organization: string }[],
) {
  const validity = { notBefore: startedAt - authorityAgeMs, notAfter: startedAt + 20 * yearMs }
  authorities.found({
    authorityId: 'root',
    issuerId: null,
    name: '封标演示根',
    profile: 'root',
    subject: { country: 'CN', organization: '封标演示根', commonName: '封标演示根' },
    ...validity,
  })
  const own = { id: 'installation', name: '封标服务', organization: '封标服务' }
  for (const { id, name, organization } of [own, ...list])
    authorities.found({
      authorityId: id,
      issuerId: 'root',
      name,
      profile: 'authority',
      subject: { country: 'CN', organization, commonName: name },
      ...validity,
    })
  for (const [authorityId, profile, name] of [
    ['seal-maker', 'sealMaker', '封标制章中心'],
    ['platform', 'platform', '封标电子交易平台'],
  ] as const)
    foundOwnSigner(authorities, startedAt, { authorityId, profile, name })
}

function foundOwnSigner(
  authorities: Authorities,
  startedAt: number,
  signer: Pick<Signer, 'authorityId' | 'profile' | 'name'>,
) {
  const subject = { country: 'CN', organization: signer.name, commonName: signer.name }
  foundSigner(authorities, startedAt, { ...signer, issuerId: 'installation', subject })
}

type Signer = Pick<Parameters<Authorities['found']>[0], 'authorityId' | 'issuerId' | 'name' | 'subject' | 'profile'>

function foundSigner(authorities: Authorities, startedAt: number, signer: Signer) {
  const notBefore = startedAt - yearMs
  authorities.found({ ...signer, notBefore, notAfter: startedAt + 10 * yearMs })
}

import { expect, test } from 'vitest'
import { resolveTender } from '../../src/domain/demo/demo-tender.ts'
import { resolveValidUntil } from '../../src/domain/demo/demo-world.ts'
import { isSocialCreditCode, socialCreditCodeOf } from '../../src/domain/project/social-credit-code.ts'
import { bidders, documents, library, people, template, tenderFolders } from './resources.ts'

test('a social credit code with one changed character is refused', () => {
  const code = people().enterprises[0]!.socialCreditCode
  const changed = [...code].map(
    (character, i) => code.slice(0, i) + (character === '1' ? '2' : '1') + code.slice(i + 1),
  )
  expect([code, ...changed].map(isSocialCreditCode)).toEqual([true, ...changed.map(() => false)])
})

test('the code published as an example by the standard is accepted', () => {
  expect(socialCreditCodeOf('91350100', 'M000100Y')).toBe('91350100M000100Y43')
})

test('every enterprise has one administrator who appears first, and every bidder three people or more', () => {
  const world = people()
  const facts = world.enterprises.map(({ id, role }) => {
    const staff = world.people.filter((person) => person.enterprise === id)
    return {
      first: staff.filter((person) => person.shownFirst && person.role === 'administrator').length,
      administrators: staff.filter((person) => person.role === 'administrator').length,
      enough: staff.length >= (role === 'bidder' ? 3 : 2),
    }
  })
  expect(facts).toEqual(world.enterprises.map(() => ({ first: 1, administrators: 1, enough: true })))
})

test('citizen numbers carry their check character and nobody shares a number, phone or name', () => {
  const world = people()
  const everybody = [...world.people, ...world.enterprises.map((enterprise) => enterprise.legalRepresentative)]
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const checks = everybody.map(
    ({ idNumber }) => '10X98765432'[weights.reduce((sum, w, i) => sum + w * Number(idNumber[i]), 0) % 11],
  )
  expect(checks).toEqual(everybody.map(({ idNumber }) => idNumber[17]))
  expect(new Set(everybody.map((one) => one.idNumber)).size).toBe(everybody.length)
  expect(new Set(everybody.map((one) => one.name)).size).toBe(everybody.length)
  expect(new Set(world.people.map((one) => one.phone)).size).toBe(world.people.length)
})

test('no authority claims to be a real one, and colleagues hold certificates of different authorities', () => {
  const world = people()
  expect(world.authorities.filter((authority) => !authority.name.includes('演示'))).toEqual([])
  for (const bidder of bidders) {
    const staff = world.people.filter((person) => person.enterprise === bidder)
    expect(new Set(staff.flatMap((person) => person.certificates.map((one) => one.authority))).size).toBe(3)
  }
})

test('exactly one colleague of the first bidder holds a certificate that lapses before the opening', () => {
  const opensAfterDays = template('school-building').deadlines.opensAfterMinutes / 1440
  const lapsing = people().people.filter((person) =>
    person.certificates.some((one) => one.validUntilDays < opensAfterDays),
  )
  expect(lapsing.map((person) => person.id)).toEqual(['bidder-a-4'])
})

test('a demo tender becomes a tender whose times count from the first start, cut to the minute', () => {
  const tender = resolveTender(template('school-building'), Date.parse('2026-10-10T08:30:45.678Z'), ['AQID'])
  expect([tender.deadlines, tender.tendererCertificates]).toEqual([
    {
      issuedAt: '2026-09-26T08:30:00.000Z',
      clarificationsUntil: '2026-10-11T08:30:00.000Z',
      bidsUntil: '2026-10-12T11:30:00.000Z',
      opensAt: '2026-10-12T11:30:00.000Z',
      decryptMinutes: 30,
      bidValidityDays: 90,
    },
    ['AQID'],
  ])
})

test('a tender with a repeated node, a lost parent or no opening form is refused', () => {
  const good = template('school-building')
  const resolve = (nodes: typeof good.nodes) => () => resolveTender({ ...good, nodes }, 0, [])
  expect(resolve(good.nodes)).not.toThrow()
  expect(resolve([...good.nodes, good.nodes[1]!])).toThrow('repeated id')
  expect(resolve(good.nodes.slice(1))).toThrow('parent is no earlier group')
  expect(resolve(good.nodes.filter((node) => node.kind !== 'openingForm'))).toThrow('one opening form')
})

test('every demo tender resolves, names enterprises of the demo world and accepts its authorities', () => {
  const { authorities, enterprises } = people()
  for (const folder of tenderFolders) {
    const tender = resolveTender(template(folder), 0, [])
    expect(tender.authorities).toEqual(authorities.map((authority) => authority.id))
    expect(enterprises.map((enterprise) => enterprise.name)).toEqual(
      expect.arrayContaining([tender.tenderer.name, tender.agency?.name]),
    )
  }
})

test('each bidder has every document the building tender wants and an opening form within its limits', () => {
  const tender = template('school-building')
  const wanted = tender.nodes.filter((node) => node.kind === 'document' && node.required).map((node) => node.id)
  for (const bidder of bidders) {
    const bid = documents(bidder)
    expect(bid.documents.map((one) => one.node)).toEqual(expect.arrayContaining(wanted))
    for (const column of tender.openingForm.columns) {
      const value = bid.openingForm[column.id]!
      if (column.kind === 'amount') expect(Number(value)).toBeLessThanOrEqual(Number(column.max))
      if (column.kind === 'integer') expect(value).toBeLessThanOrEqual(column.max!)
      if (column.kind === 'text') expect(String(value).length).toBeLessThanOrEqual(column.maxLength)
    }
  }
})

test('each credit library holds 24 records with eight scans, one expired record and two that expire within a month', () => {
  const startedAt = Date.parse('2026-10-10T08:30:00Z')
  for (const bidder of bidders) {
    const { records } = library(bidder)
    const days = records.map((record) => resolveValidUntil(record.validUntil, startedAt))
    expect({
      records: records.length,
      ids: new Set(records.map((record) => record.id)).size,
      scans: records.flatMap((record) => record.attachments).length,
      expired: days.filter((day) => day !== null && day < '2026-10-10').length,
      expiring: days.filter((day) => day !== null && day >= '2026-10-10' && day <= '2026-11-10').length,
    }).toEqual({ records: 24, ids: 24, scans: 8, expired: 1, expiring: 2 })
    const known = new Set(records.map((record) => record.id))
    expect(
      documents(bidder)
        .citations.flatMap((one) => one.records)
        .filter((id) => !known.has(id)),
    ).toEqual([])
  }
})

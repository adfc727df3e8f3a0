import { expect, test } from 'vitest'
import { openDatabase } from '../../src/node/database.ts'
import { migrations } from '../../src/server/store/migrations/all.ts'
import { createVault } from '../../src/server/store/vault.ts'
import { makeRoom } from '../../src/server/tickets/make-room.ts'
import { createTickets } from '../../src/server/tickets/repository.ts'
import { failureOf } from '../kit/failure-of.ts'
import { seededRandom } from '../kit/random.ts'

const limits = {
  ofOneAddress: { count: 50, sizeInBytes: 5000 },
  ofAll: { count: 100, sizeInBytes: 10_000 },
  fairShare: { count: 30, sizeInBytes: 3000 },
}

/** A store in which each of these addresses has opened so many tickets of one size. */
function storeWith(opened: readonly { address: string; count: number; sizeInBytes: number }[]) {
  const db = openDatabase(':memory:', migrations)
  const random = seededRandom('room')
  const tickets = createTickets(db, createVault(random(32), random))
  for (const { address, count, sizeInBytes } of opened)
    for (let i = 0; i < count; i++)
      tickets.insert(
        {
          ticket_id: `${address}/${i}`,
          kind: 'identify',
          body: '',
          desktop_key: '',
          code: '',
          commitment: '',
          attachment: null,
          account_id: null,
          created_at: i,
          opened_from: address,
          size_in_bytes: sizeInBytes,
        },
        { name: 'open', expiresAt: 1000 },
      )
  return tickets
}
const newcomer = { address: 'newcomer', sizeInBytes: 100 }

test.each<[string, Parameters<typeof storeWith>[0]]>([
  [
    'number',
    [
      { address: 'heavy', count: 60, sizeInBytes: 1 },
      { address: 'light', count: 40, sizeInBytes: 2 },
    ],
  ],
  [
    'bytes',
    [
      { address: 'heavy', count: 30, sizeInBytes: 200 },
      { address: 'light', count: 40, sizeInBytes: 100 },
    ],
  ],
])('⚔ when all together reach the limit in %s, the oldest tickets of the heaviest address go', (_, opened) => {
  const tickets = storeWith(opened)
  makeRoom(tickets, newcomer, limits)
  const { count } = opened[0]!
  expect([
    tickets.unscannedFrom('heavy').count,
    tickets.unscannedFrom('light').count,
    tickets.find('heavy/19'),
    tickets.find('heavy/20')?.opened_from,
  ]).toEqual([count - 20, 40, null, 'heavy'])
})

test.each([
  { measure: 'number', sizeInBytes: 1 },
  { measure: 'bytes', sizeInBytes: 100 },
])(
  '⚔ an office within its fair share outlasts the older tickets of many addresses, full in $measure',
  ({ sizeInBytes }) => {
    const crowd = Array.from({ length: 80 }, (_, i) => ({ address: `crowd ${i}`, count: 1, sizeInBytes }))
    const tickets = storeWith([...crowd, { address: 'office', count: 20, sizeInBytes }])
    makeRoom(tickets, newcomer, limits)
    expect([tickets.unscannedFrom('office').count, tickets.unscanned().count]).toEqual([20, 80])
  },
)

test.each([
  { count: 50, sizeInBytes: 1 },
  { count: 1, sizeInBytes: 4901 },
])('an address that has opened $count tickets of $sizeInBytes bytes is told to wait', (opened) => {
  const tickets = storeWith([{ address: newcomer.address, ...opened }])
  expect(failureOf(() => makeRoom(tickets, newcomer, limits))?.code).toBe('request.too-many')
})

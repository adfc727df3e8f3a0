import { expect, test } from 'vitest'
import { ServerAddress } from '../../src/protocol/server-origin.ts'

test.each([
  'https://bids.example.test',
  'https://10.0.0.7:8443',
  'http://127.0.0.1:8686',
  'http://localhost:8686',
  'http://[::1]:8686',
])('a server at %s may be spoken to', (address) => {
  expect(ServerAddress.safeParse(address).success).toBe(true)
})

test.each([
  'http://bids.example.test',
  'http://10.0.0.7:8686',
  'http://127.0.0.1.example.test',
  'http://localhost.example.test',
  'http://127.0.0.1@bids.example.test',
  'ftp://127.0.0.1',
  'bids.example.test',
  // `URL.canParse` says that it is an address, and `new URL` that it is none.
  `http://AAe.t${')'.repeat(20_000)}`,
])('⚔ a server at %s is not spoken to: whoever stands between could answer for it', (address) => {
  expect(ServerAddress.safeParse(address).success).toBe(false)
})

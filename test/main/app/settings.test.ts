import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSettings } from '../../../src/main/app/settings.ts'
import { failureOf } from '../../kit/failure-of.ts'
import { folderOfTest } from '../../kit/folder-of-test.ts'

const serverUrl = 'https://bids.example.test'

function read(settings: unknown) {
  const path = join(folderOfTest(), 'settings.json')
  writeFileSync(path, typeof settings === 'string' ? settings : JSON.stringify(settings))
  return openSettings(path).get()
}

test.each([
  ['a window without a height', { windows: { 'bid-tool': { x: 0, y: 0, width: 800, height: 0, isMaximized: false } } }],
  ['a port that is none', { serverPort: 80 }],
  ['phones that are no list', { readyPhones: 'bidder-a-1' }],
  ['roots that are no base64', { pinnedRoots: ['?'] }],
])('⚔ %s does not lose the server, without which a demo would be started', (_, damaged) => {
  expect(read({ serverUrl, ...damaged })).toEqual({ serverUrl, windows: {} })
})

test('an address that is none is kept, so that whoever connects refuses it', () => {
  expect(read({ serverUrl: 7 }).serverUrl).toBe('7')
})

test.each(['{"serverUrl":"https://bids.example.test",}', '[]', ''])(
  '⚔ a file that holds %j ends the start: an address may have stood in it',
  (damaged) => {
    expect(failureOf(() => read(damaged))?.code).toBe('settings.damaged')
  },
)

test('a first start knows no server', () => {
  expect(openSettings('/nowhere/settings.json').get()).toEqual({ windows: {} })
})

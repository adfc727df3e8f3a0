import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { choosePort } from '../../src/server/choose-port.ts'
import { folderOfTest } from '../kit/folder-of-test.ts'
import { startTestServer } from '../kit/server.ts'

test.each(['', 'x', '0', '70000', '12.5'])('a port of “%s”, as a kill may leave it, is chosen anew', async (left) => {
  const folder = folderOfTest()
  writeFileSync(join(folder, 'port'), left)
  const port = await choosePort(folder, undefined)
  expect([port > 0 && port < 65_536, readFileSync(join(folder, 'port'), 'utf8')]).toEqual([true, String(port)])
})

test('a server whose key file is gone does not start with another, which opens nothing', async () => {
  const server = await startTestServer()
  rmSync(join(server.dataFolder, 'server.key'))
  await expect(server.restart()).rejects.toThrow('The key file of the data folder is missing')
  rmSync(server.dataFolder, { recursive: true })
})

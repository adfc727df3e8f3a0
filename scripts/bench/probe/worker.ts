import { parentPort } from 'node:worker_threads'
import { type CaseName, measureCase } from './cases.ts'

// One worker thread, as the product's: does what it is told and says how fast it was.

const port = parentPort
if (port === null) throw new Error('This file is a worker')
port.on('message', async ({ name, seconds }: { name: CaseName; seconds: number }) => {
  port.postMessage(await measureCase(name, seconds))
})

// Compiled, never run: each line that the contract's types must refuse carries the expectation that they do.
import { z } from 'zod'
import { type Client, call, event, type Handlers, task } from '../../src/contract/define.ts'

const contract = {
  'project.import': call(z.object({ tenderPath: z.string() }), z.object({ id: z.string().brand('ProjectId') })),
  'bidFile.generate': task(z.object({ projectId: z.string() }), z.object({ done: z.number() }), z.object({})),
  'signing.changed': event(z.object({ isOpen: z.boolean() })),
} as const
type Example = typeof contract

export async function refusedToWindows(client: Client<Example>) {
  // @ts-expect-error wrong input
  await client.call('project.import', { tenderPath: 3 })
  // @ts-expect-error a field too many
  await client.call('project.import', { tenderPath: '', pin: '' })
  // @ts-expect-error a task is not a call
  await client.call('bidFile.generate', { projectId: '' })
  // @ts-expect-error a call is not a task
  await client.run('project.import', { tenderPath: '' })
  // @ts-expect-error an unknown name
  await client.call('project.export', {})
  // @ts-expect-error an answer has the fields of its schema only
  ;(await client.call('project.import', { tenderPath: '' })).title
  // @ts-expect-error progress carries numbers
  await client.run('bidFile.generate', { projectId: '' }, { onProgress: (progress: { done: string }) => progress })
  // @ts-expect-error the event carries a boolean
  client.on('signing.changed', (payload: { isOpen: string }) => payload)
  // @ts-expect-error a call is no event
  client.on('project.import', () => undefined)
}

// @ts-expect-error a handler is missing
export const oneHandlerShort: Handlers<Example> = { 'bidFile.generate': async () => ({}) }

export const wrongAnswer: Handlers<Example> = {
  // @ts-expect-error the answer has no id
  'project.import': async () => ({}),
  'bidFile.generate': async (_input, job) => {
    // @ts-expect-error progress carries a number
    job.report({ done: '1' })
    return {}
  },
}

import { setImmediate as immediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { BidsealError, fail } from '../../../src/domain/failure.ts'
import { connect } from '../../../src/renderer/desktop/client.ts'
import { bidToolSlice, ipcPair } from '../../kit/ipc-pair.ts'

const tender = { tenderPath: '/tender.zip' }
const project = { projectId: 'p1' }
const refused = (field: string) => ({ ok: false, failure: { code: 'input.invalid', details: { field } } })
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: unknown) => (error instanceof BidsealError ? error.failure : error),
  )

/** A task that waits until it is aborted. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })

describe('a call', () => {
  test('answers with parsed output', async () => {
    expect(await ipcPair().client.call('project.import', tender)).toEqual({ title: '第三中学教学楼' })
  })

  test('is answered once schemas come that could not be fetched at first', async () => {
    const { wire } = ipcPair()
    let isThere = false
    const client = connect(async () => (isThere ? bidToolSlice : Promise.reject(new Error('gone'))), wire)
    const first = await client.call('project.import', tender).catch((error: Error) => error.message)
    isThere = true
    expect([first, await client.call('project.import', tender)]).toEqual(['gone', { title: '第三中学教学楼' }])
  })

  test('cannot leak fields that the contract does not name', async () => {
    const answer = { title: '', pin: '314159' }
    const { client } = ipcPair({ 'project.import': async () => answer })
    expect(await client.call('project.import', tender)).toEqual({ title: '' })
  })

  test('with bad input is refused before its handler runs', async () => {
    let hasRun = false
    const { wire } = ipcPair({
      'project.import': async () => {
        hasRun = true
        return { title: '' }
      },
    })
    const reply = await wire.invoke('project.import', '1', { tenderPath: 3 })
    expect({ reply, hasRun }).toEqual({ reply: refused('tenderPath'), hasRun: false })
  })

  test.each(['__proto__', 'constructor', 'project.export', 'signing.changed'])('cannot be named %s', async (name) => {
    expect(await ipcPair().wire.invoke(name, '1', {})).toEqual(refused('name'))
  })

  test("of another window's slice is refused although main could answer it", async () => {
    expect(await ipcPair().wire.invoke('opening.start', '1', {})).toEqual(refused('name'))
  })

  test.each([null, 'invoke', { verb: 'listen' }, { verb: 'invoke', name: 1, callId: '1' }])(
    'must have the shape of a message: %j',
    async (message) => {
      const { main, caller } = ipcPair()
      expect(await main.receive(message, caller)).toEqual(refused('message'))
    },
  )
})

describe('what goes wrong', () => {
  test('keeps its code and details when it was expected', async () => {
    const details = { offset: 4, reason: 'length' }
    const { client } = ipcPair({ 'project.import': async () => fail('der.invalid', details) })
    expect(await failureOf(client.call('project.import', tender))).toEqual({ code: 'der.invalid', details })
  })

  test('crosses as a number when it is a bug, and only the log has the rest', async () => {
    const bug = new Error('the share was 12345')
    const { client, bugs } = ipcPair({
      'project.import': async () => {
        throw bug
      },
    })
    const failure = await failureOf(client.call('project.import', tender))
    expect({ failure, bugs }).toEqual({
      failure: { code: 'internal', details: { reportId: 'report-1' } },
      bugs: [bug],
    })
  })

  test('is a bug when a handler answers against the contract', async () => {
    const { client } = ipcPair({ 'project.import': async () => ({ title: 3 as unknown as string }) })
    expect(await failureOf(client.call('project.import', tender))).toMatchObject({ code: 'internal' })
  })
})

describe('a task', () => {
  test('reports at once, then the latest of each interval, and the last one always', async () => {
    let passInterval = () => {}
    const pair = ipcPair({
      'bidFile.generate': async (_input, { report }) => {
        for (const done of [1, 2, 3]) report({ done })
        passInterval()
        for (const done of [4, 5]) report({ done })
        return { path: '/out.bdtf' }
      },
    })
    passInterval = pair.tick
    const seen: number[] = []
    await pair.client.run('bidFile.generate', project, { onProgress: ({ done }) => seen.push(done) })
    expect({ seen, listening: pair.listeners.size }).toEqual({ seen: [1, 3, 5], listening: 0 })
  })

  test('that is cancelled ends as cancelled, not as a bug', async () => {
    const stop = new AbortController()
    const { client, bugs } = ipcPair({
      'bidFile.generate': (_input, { signal, report }) => {
        report({ done: 1 })
        return untilAborted(signal)
      },
    })
    const running = client.run('bidFile.generate', project, { signal: stop.signal, onProgress: () => stop.abort() })
    expect({ failure: await failureOf(running), bugs }).toEqual({
      failure: { code: 'task.cancelled', details: {} },
      bugs: [],
    })
  })

  test('is aborted when its window dies', async () => {
    const { client, main } = ipcPair({ 'bidFile.generate': (_input, { signal }) => untilAborted(signal) })
    const running = failureOf(client.run('bidFile.generate', project))
    await Promise.resolve()
    main.abortTasksOf(7)
    expect(await running).toEqual({ code: 'task.cancelled', details: {} })
  })

  test('is aborted when its window cannot read what it answers', async () => {
    const aborted = Promise.withResolvers<void>()
    const { wire } = ipcPair({
      'bidFile.generate': (_input, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve())
        return untilAborted(signal)
      },
    })
    const client = connect<typeof bidToolSlice>(() => Promise.reject(new Error('gone')), wire)
    const failure = await client.run('bidFile.generate', project).catch((error: Error) => error.message)
    await aborted.promise
    expect(failure).toBe('gone')
  })

  test('of one window cannot be cancelled by another', async () => {
    let signalOfTask: AbortSignal | undefined
    const { wire, main, caller } = ipcPair({
      'bidFile.generate': (_input, { signal }) => {
        signalOfTask = signal
        return untilAborted(signal)
      },
    })
    const running = wire.invoke('bidFile.generate', 'call-1', project)
    await main.receive({ verb: 'cancel', callId: 'call-1' }, { ...caller, windowId: 8 })
    const wasAborted = signalOfTask?.aborted
    main.abortTasksOf(7)
    await running
    expect(wasAborted).toBe(false)
  })
})

describe('an event', () => {
  test('reaches its listener with named fields only, until it stops listening', async () => {
    const { client, announce } = ipcPair()
    const seen: unknown[] = []
    const stop = client.on('signing.changed', (payload) => seen.push(payload))
    const payload = { isOpen: true, token: 'x' }
    announce('signing.changed', payload)
    await immediate()
    stop()
    announce('signing.changed', { isOpen: false })
    await immediate()
    expect(seen).toEqual([{ isOpen: true }])
  })

  test('that comes before the schemas is told once they are there, in its turn, to who still listens', async () => {
    const { wire, announce, listeners } = ipcPair()
    const fetched = Promise.withResolvers<typeof bidToolSlice>()
    const client = connect(() => fetched.promise, wire)
    const seen: boolean[] = []
    const stop = client.on('signing.changed', ({ isOpen }) => {
      seen.push(isOpen)
      if (seen.length === 2) stop()
    })
    for (const isOpen of [true, false, true]) announce('signing.changed', { isOpen })
    const before = [...seen]
    fetched.resolve(bidToolSlice)
    await immediate()
    expect([before, seen, listeners.size]).toEqual([[], [true, false], 0])
  })

  test('is not sent to a window whose slice does not name it', () => {
    const { announce, caller, sent } = ipcPair()
    Object.assign(caller, { contract: {} })
    announce('signing.changed', { isOpen: true })
    expect(sent).toEqual([])
  })
})

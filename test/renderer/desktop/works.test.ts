import { describe, expect, it, vi } from 'vitest'
import { fail } from '../../../src/domain/failure.ts'
import { createWorks } from '../../../src/renderer/desktop/works.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('work of a window', () => {
  it('keeps a failure until it is read, and answers with the retry', async () => {
    const works = createWorks(() => 0)
    const run = vi.fn(async () => 'done')
    run.mockImplementationOnce(async () => fail('server.unreachable', {}))
    const answer = works.start({ title: '同步', run })
    await settled()
    expect(works.list().map(({ title, failure }) => [title, failure?.code])).toEqual([['同步', 'server.unreachable']])
    works.retry(works.list()[0]!.workId)
    expect([await answer, works.list()]).toEqual(['done', []])
  })

  it('answers with nothing when the user stops it, and tells of no failure', async () => {
    const works = createWorks(() => 0)
    const answer = works.start({
      title: '上传',
      run: ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped')))),
    })
    vi.spyOn(console, 'error').mockReturnValue()
    works.cancel(works.list()[0]!.workId)
    expect([await answer, works.list()]).toEqual([null, []])
  })

  it('answers with nothing when a failure is closed', async () => {
    const works = createWorks(() => 0)
    const answer = works.start({ title: '签章', run: async () => fail('session.ended', {}) })
    await settled()
    works.cancel(works.list()[0]!.workId)
    expect(await answer).toBeNull()
  })
})

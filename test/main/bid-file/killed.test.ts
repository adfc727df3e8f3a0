import { spawnSync } from 'node:child_process'
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChunkCipher } from '../../../src/domain/bid-file/chunk-cipher.ts'
import { chunksOffset, splitHeader } from '../../../src/domain/bid-file/header.ts'
import { decodeMeta } from '../../../src/domain/bid-file/meta.ts'
import { base64UrlOf, bytesOfBase64Url, concatBytes, equalBytes, utf8Bytes } from '../../../src/domain/bytes.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import type { KeyRing } from '../../../src/main/bid-file/key-ring.ts'
import { openUnfinishedBids } from '../../../src/main/bid-file/unfinished-bids.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'
import {
  generateIn,
  noKeyRing,
  openKeyRing,
  outlineOf,
  sealedInOnePass,
  startedFor,
  writeInput,
} from '../../kit/generating.ts'
import { packPlainCopy } from '../../kit/make-whole-bid.ts'
import { collect } from '../../kit/streams.ts'

// Processes of their own, killed in the middle of 生成投标文件; then the next start.

const program = join(import.meta.dirname, '../../kit/killed-generation.ts')

const killIn = (where: string, step: 'encrypting' | 'copying' | 'writing') =>
  spawnSync(process.execPath, [program, where, step]).signal

const killed = mkdtempSync(join(tmpdir(), 'bidseal-killed-'))
writeInput(killed)
const firstSignal = killIn(killed, 'encrypting')
afterAll(() => rmSync(killed, { recursive: true }))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-next-start-'))
  cpSync(killed, folder, { recursive: true })
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const unfinished = () => join(folder, 'unfinished')
const kept = (name: string) => join(unfinished(), readdirSync(unfinished())[0]!, name)
const saltKept = (): string => JSON.parse(readFileSync(kept('started.json'), 'utf8')).salt
const outputs = () => readdirSync(folder).filter((name) => name !== 'input' && name !== 'unfinished')

/** Whether both files, and the digest of the chunks, are what one thread makes of the same key from front to back. */
async function isRight({ started, payloadDigest, written, around }: Awaited<ReturnType<typeof generateIn>>) {
  const { bytes, result } = await sealedInOnePass(folder, started)
  const [file, plain] = [written.bidFileName, written.plainCopyName].map((name) => readFileSync(join(folder, name)))
  const plainCopy = await collect(packPlainCopy(await outlineOf(folder), around.signedStatement))
  const { front, back } = splitHeader(around.header, started.meta)
  const whole = concatBytes(front, bytes, back, around.trailer)
  const isOfSize = written.sizeInBytes === whole.length
  return isOfSize && file!.equals(whole) && plain!.equals(plainCopy) && equalBytes(result, payloadDigest)
}

test('a bid that was killed while it was encrypted goes on behind the last finished chunk', async () => {
  writeFileSync(join(folder, 'bid.bdtf'), 'an earlier bid')
  const salt = saltKept()
  // What the disk lost of a finished chunk is found out and made again, from the same plaintext.
  const chunks = openSync(kept(readdirSync(kept('.')).find((name) => name.startsWith('bid-'))!), 'r+')
  writeSync(chunks, 'lost', 5000)
  closeSync(chunks)
  const made = await generateIn(folder)
  expect([firstSignal, made.remembered > 0, base64UrlOf(made.started.salt) === salt, await isRight(made)]).toEqual([
    'SIGKILL',
    true,
    true,
    true,
  ])
  // A name that is taken in the folder stays what it was.
  expect([readFileSync(join(folder, 'bid.bdtf'), 'utf8'), made.written.bidFileName]).toEqual([
    'an earlier bid',
    'bid（2）.bdtf',
  ])
})

test('⚔ what was sealed from other bytes than the files have now is not sealed again under the same key', async () => {
  const { meta, salt, protectedKey } = JSON.parse(readFileSync(kept('started.json'), 'utf8'))
  const key = {
    meta: decodeMeta(utf8Bytes(meta)),
    salt: bytesOfBase64Url(salt)!,
    fileKey: openKeyRing.reveal(protectedKey)!,
  }
  const sealed = createChunkCipher(key).seal(1, new Uint8Array(key.meta.chunkSize))
  const write = (name: string, bytes: Uint8Array, at: number) => {
    const file = openSync(kept(readdirSync(kept('.')).find((one) => one.startsWith(name))!), 'r+')
    writeSync(file, bytes, 0, bytes.length, at)
    closeSync(file)
  }
  write('bid-', sealed, chunksOffset(key.meta) + sealed.length)
  write('records-', sm3(sealed), 36)
  const failure = await failureOfAsync(() => generateIn(folder))
  expect([failure?.code, outputs()]).toEqual(['zip.source-changed', []])
})

test('⚔ a plain copy that somebody wrote to while the phone was asked is not given a name', async () => {
  const failure = await failureOfAsync(() => generateIn(folder, { onSealed: (path) => writeFileSync(path, '') }))
  expect([failure, outputs()]).toEqual([{ code: 'zip.source-changed', details: { name: 'bid（非加密）.nbdtf' } }, []])
})

test.each([
  ['moved to its folder', 'linux', true],
  ['copied on Windows, where a file takes its permissions along', 'win32', false],
] as const)('the finished bid file is %s', async (_, platform, isMoved) => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform)
  const { ino } = statSync(kept(readdirSync(kept('.')).find((name) => name.startsWith('bid-'))!))
  const made = await generateIn(folder)
  expect([await isRight(made), statSync(join(folder, made.written.bidFileName)).ino === ino]).toEqual([true, isMoved])
})

test('a bid that was killed while it was copied ends where it ends when it is gone on with', async () => {
  const signal = killIn(folder, 'copying')
  const made = await generateIn(folder)
  expect([signal, made.remembered > 0, await isRight(made)]).toEqual(['SIGKILL', true, true])
})

test('what lies on a disk that was away is removed when the disk is there at a later start', async () => {
  const [stick, half] = [join(folder, 'stick'), join(folder, 'stick', 'half.part')]
  const outline = await outlineOf(folder)
  const work = await openUnfinishedBids(unfinished(), noKeyRing).begin(outline, () => startedFor(outline))
  await work.end([half])
  openUnfinishedBids(unfinished(), openKeyRing)
  mkdirSync(stick)
  writeFileSync(half, '')
  openUnfinishedBids(unfinished(), openKeyRing)
  expect([readdirSync(stick), readdirSync(unfinished())]).toEqual([[], []])
})

test.each([
  ['encrypted', 'encrypting', ['bid（非加密）.nbdtf.part']],
  ['written', 'writing', ['bid.bdtf.part', 'bid（非加密）.nbdtf.part']],
] as const)(
  'a bid that was killed while it was %s leaves nothing half, and nobody else’s file is touched',
  (_, step, half) => {
    for (const name of outputs()) rmSync(join(folder, name))
    writeFileSync(join(folder, 'somebody.part'), 'else')
    const signal = killIn(folder, step)
    const left = outputs()
    openUnfinishedBids(unfinished(), openKeyRing)
    expect([signal, left, outputs()]).toEqual(['SIGKILL', [...half, 'somebody.part'], ['somebody.part']])
  },
)

test.each<[string, Partial<{ input: string; keyRing: KeyRing; isAnew: boolean }>]>([
  ['the same files goes on under the same key', { isAnew: false }],
  ['⚔ other files begins anew under another', { input: 'b' }],
  [
    '⚔ another key from the secure storage begins anew',
    { keyRing: { ...openKeyRing, reveal: () => new Uint8Array(32) } },
  ],
  ['no secure storage begins anew', { keyRing: noKeyRing }],
])('work with %s', async (_, { input = 'a', keyRing = openKeyRing, isAnew = true }) => {
  const salt = saltKept()
  writeInput(folder, input)
  const outline = await outlineOf(folder)
  const { started, records } = await openUnfinishedBids(unfinished(), keyRing).begin(outline, () => startedFor(outline))
  expect([base64UrlOf(started.salt) !== salt, records.every((byte) => byte === 0)]).toEqual([isAnew, isAnew])
})

test('what was written outside of work that is not gone on with is removed at the next start, unless it ended', async () => {
  const bids = openUnfinishedBids(unfinished(), openKeyRing)
  for (const name of ['half.part', 'whole.part']) writeFileSync(join(folder, name), '')
  await bids.willWrite([join(folder, 'half.part')])
  const end = await bids.willWrite([join(folder, 'whole.part')])
  await end()
  openUnfinishedBids(unfinished(), openKeyRing)
  expect([outputs(), readdirSync(unfinished()).length]).toEqual([['whole.part'], 1])
})

test('a half-written file that cannot be removed keeps nobody from starting', () => {
  mkdirSync(join(folder, 'taken.part', 'by a folder'), { recursive: true })
  writeFileSync(
    join(unfinished(), readdirSync(unfinished())[0]!, 'outside.json'),
    JSON.stringify([join(folder, 'taken.part')]),
  )
  openUnfinishedBids(unfinished(), openKeyRing)
  expect([outputs(), readdirSync(unfinished()).length]).toEqual([['taken.part'], 1])
})

test('work that cannot be gone on with, or that nobody went on with for days, is removed at the next start', () => {
  mkdirSync(join(unfinished(), 'without a key'))
  utimesSync(kept('started.json'), 1, 1)
  openUnfinishedBids(unfinished(), openKeyRing)
  expect(readdirSync(unfinished())).toEqual([])
})

test('a file that changes between reading and encrypting is named, and nothing is left', async () => {
  const change = () => {
    const input = openSync(join(folder, 'input'), 'r+')
    writeSync(input, 'changed', (10 << 20) - 7)
    closeSync(input)
  }
  const failure = await failureOfAsync(() => generateIn(folder, { keyRing: noKeyRing, onEncrypting: change }))
  expect([failure, outputs()]).toEqual([{ code: 'zip.source-changed', details: { name: '01-投标函.pdf' } }, []])
  await expect.poll(() => readdirSync(unfinished())).toEqual([])
})

test('writing is told of to its last byte, however small the bid is', async () => {
  const told: number[] = []
  const { started } = await generateIn(folder, { onWriting: (doneInBytes) => told.push(doneInBytes) })
  expect(told.at(-1)).toBe(started.meta.plaintextLength)
})

test('what takes a name while the bid is written stays, and the bid gets the next one', async () => {
  const taken = join(folder, 'bid（非加密）.nbdtf')
  const made = await generateIn(folder, { onWriting: () => writeFileSync(taken, 'of somebody else') })
  expect([await isRight(made), outputs().sort(), readFileSync(taken, 'utf8')]).toEqual([
    true,
    ['bid（2）.bdtf', 'bid（2）（非加密）.nbdtf', 'bid（非加密）.nbdtf'].sort(),
    'of somebody else',
  ])
})

test('a half-written file that another window makes under the same name meanwhile stays', async () => {
  const onNaming = ([plainPart]: readonly string[]) => writeFileSync(plainPart!, 'of another window')
  const failure = await failureOfAsync(() => generateIn(folder, { onNaming }))
  const name = 'bid（非加密）.nbdtf.part'
  expect([failure, outputs(), readFileSync(join(folder, name), 'utf8')]).toEqual([
    { code: 'file.unwritable', details: { folder } },
    [name],
    'of another window',
  ])
})

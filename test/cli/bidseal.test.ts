import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hexOf } from '../../src/domain/bytes.ts'
import { encodePem } from '../../src/domain/pki/pem.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { chunksAt } from '../kit/bid-bytes.ts'
import { makeBid, makeBidWorld, makePlainCopy, makePlan } from '../kit/bids.ts'
import { runOverFile } from '../kit/pdfs.ts'
import { trustIn } from '../kit/trust.ts'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

const world = makeBidWorld('cli')
const bid = await makeBid(world, { plan: await makePlan(world.bidder, { files: { '说明.txt': 'text' } }) })
const trust = trustIn(world.authorities)

const put = (name: string, content: Uint8Array | string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
mkdirSync(join(folder, 'trust', 'roots'), { recursive: true })
mkdirSync(join(folder, 'trust', 'intermediates'))
put('trust/roots/root.pem', encodePem('CERTIFICATE', trust.roots[0]!.der))
for (const [i, { der }] of trust.intermediates.entries()) put(`trust/intermediates/${i}.cer`, der)
for (const [i, { der }] of trust.revocationLists.entries()) put(`trust/${i}.crl`, der)

const good = put('good.bdtf', bid.file)
const changed = put(
  'changed.bdtf',
  bid.file.map((byte, i) => (i === chunksAt(bid.header) + 5 ? byte ^ 1 : byte)),
)
const plainCopy = put('good.nbdtf', await makePlainCopy(bid))
const stranger = put('notes.txt', 'nothing to verify')

/** Runs the command as a user does, under the Node that the product is developed with. */
function bidseal(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile('node_modules/.bin/node', ['src/cli/index.ts', ...args], (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

const trusting = ['--trust', join(folder, 'trust')]

test('a valid bid file ends with 0 and says what was not checked', async () => {
  const { exitCode, stdout } = await bidseal('verify', good, ...trusting)
  expect({
    exitCode,
    isConclusive: stdout.endsWith('结论：有效\n'),
    hasContents: stdout.includes('内容未解密'),
  }).toEqual({
    exitCode: 0,
    isConclusive: true,
    hasContents: true,
  })
})

test('a valid plain copy ends with 0', async () => {
  expect(await bidseal('verify', plainCopy, ...trusting)).toMatchObject({ exitCode: 0 })
})

test('a changed bid file ends with 1', async () => {
  expect(await bidseal('verify', changed, ...trusting)).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('【不通过】内容完整'),
  })
})

test('without trust an intact file ends with 1 and the authority is named', async () => {
  expect(await bidseal('verify', good)).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('不认识“江苏测试 CA”的证书颁发机构'),
  })
})

test('another kind of file ends with 2 and a report that says so', async () => {
  expect(await bidseal('verify', stranger)).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('【不通过】文件格式：不认识这种文件'),
  })
})

test.each([
  ['a file that is not there', 2, ['verify', join(folder, 'none.bdtf')]],
  ['a trust folder that is not there', 2, ['verify', good, '--trust', join(folder, 'none')]],
  ['a report that cannot be written', 2, ['verify', good, '--report', join(folder, 'none', 'report.pdf')]],
  ['no command', 64, []],
  ['an unknown option', 64, ['verify', good, '--force']],
])('%s ends with %i and a sentence', async (_, expected, args) => {
  const { exitCode, stdout, stderr } = await bidseal(...args)
  expect({ exitCode, stdout, isChinese: /[\u4e00-\u9fff]/.test(stderr), hasStack: stderr.includes('    at ') }).toEqual(
    {
      exitCode: expected,
      stdout: '',
      isChinese: true,
      hasStack: false,
    },
  )
})

test('JSON holds the whole report, and the same is written as a PDF that others can read', async () => {
  const printed = join(folder, 'report.pdf')
  const { stdout } = await bidseal('verify', good, '--json', '--report', printed, ...trusting)
  const words = runOverFile('pdftotext', readFileSync(printed), (input) => ['-layout', input, '-']).printed.toString()
  expect(
    ['验证报告', '验证通过，内容未解密', '江苏甲建设有限公司', '第 1 页'].filter((part) => !words.includes(part)),
  ).toEqual([])
  expect(JSON.parse(stdout)).toMatchObject({
    format: 'bidseal-verification-report',
    version: 1,
    file: { name: 'good.bdtf', sizeInBytes: bid.file.length, sm3: hexOf(sm3(bid.file)) },
    kind: 'bid-file',
    verdict: 'valid',
    claims: { tender: 'nj-2026-001', socialCreditCode: '91320100MA1XYZ1234' },
  })
})

test('inspect shows what a file says without judging it', async () => {
  const [encrypted, plain] = [await bidseal('inspect', changed), await bidseal('inspect', plainCopy, '--json')]
  expect({ exitCode: encrypted.exitCode, recipients: encrypted.stdout.includes('能解密的证书：2 本') }).toEqual({
    exitCode: 0,
    recipients: true,
  })
  expect(JSON.parse(plain.stdout)).toMatchObject({
    kind: 'plain-copy',
    manifest: { openingForm: [{ title: '投标总价', value: '1000000.00' }] },
  })
})

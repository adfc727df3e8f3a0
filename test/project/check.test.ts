import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resolveTender, tenderTemplateSchema } from '../../src/domain/demo/demo-tender.ts'
import { checkBid } from '../../src/domain/project/check.ts'

const demo = join(import.meta.dirname, '..', '..', 'resources', 'demo', 'tenders', 'school-building', 'template.json')
const tender = resolveTender(tenderTemplateSchema.parse(JSON.parse(readFileSync(demo, 'utf8'))), 0, [])
const contents = { tender, documents: [], citations: new Map(), openingValues: {}, openingFormPdfValues: null }
const opensAt = Date.parse(tender.deadlines.opensAt)
const day = 86_400_000
const lasting = { personName: '周明远', notAfter: opensAt + day }
const ending = { personName: '陆一帆', notAfter: opensAt - 1 }

/** What is found of the recipients of a bid file that was generated. */
function warnings(recipients: readonly { personName: string; notAfter: number }[], now = 0) {
  const bidder = { certificateNotAfter: opensAt + day }
  return checkBid(contents, { bidder, recordValidity: new Map(), recipients, now })
    .filter(({ severity }) => severity === 'warning')
    .map(({ sentence, place }) => [sentence, place])
}
const place = { at: 'project', step: 'generating' }

test('recipients whose certificates outlast the opening are no finding', () => {
  expect(warnings([lasting])).toEqual([])
})

test('a recipient whose certificate ends before the opening is named with what can be done', () => {
  expect(warnings([lasting, ending])).toEqual([
    ['陆一帆 的参与加密证书在开标前到期，届时不能解密投标文件，可以在投标截止前增加证书并重新上传。', place],
  ])
})

test('a bid file that no certificate will open is called so', () => {
  expect(warnings([ending])).toEqual([
    ['陆一帆 的参与加密证书在开标前到期，届时没有证书可以解密投标文件，请在投标截止前增加证书并重新上传。', place],
  ])
})

test('once bids are opened, nothing more is said of it', () => {
  expect(warnings([ending], opensAt)).toEqual([])
})

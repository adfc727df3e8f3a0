import { expect, test } from 'vitest'
import { z } from 'zod'
import { bytesOf, sourceOfBytes } from '../../src/domain/byte-source.ts'
import { utf8Text } from '../../src/domain/bytes.ts'
import { readTenderFile } from '../../src/domain/project/tender-file.ts'
import { contentOf } from '../../src/domain/zip/read-zip.ts'
import { makeBidWorld } from '../kit/bids.ts'
import { carelessZip } from '../kit/careless-zip.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { makeTenderFile } from '../kit/tender-files.ts'

const { rival: tenderer, authorities } = makeBidWorld('tenders')
const schema = z.object({ id: z.string(), stripWidthMm: z.number() })

const make = (tender: unknown = { id: 'nj-2026-001', stripWidthMm: 12.5 }) =>
  makeTenderFile(tender, tenderer, authorities)
const failureOfReading = (bytes: Uint8Array) => failureOfAsync(() => readTenderFile(sourceOfBytes(bytes), schema))

test('a tender file gives its tender, its files and its signer', async () => {
  const source = sourceOfBytes(await make())
  const { tender, signer, files } = await readTenderFile(source, schema)
  const pdf = files.get('招标文件.pdf')
  expect({
    tender,
    signer,
    names: [...files.keys()],
    pdf: pdf && utf8Text(await bytesOf(contentOf(source, pdf))),
  }).toEqual({
    tender: { id: 'nj-2026-001', stripWidthMm: 12.5 },
    signer: tenderer.sign.certificate,
    names: ['招标文件.pdf'],
    pdf: '%PDF tender',
  })
})

test('every changed byte but those of the chain is a named failure', async () => {
  const file = await make()
  const chain = Buffer.from(file).indexOf(Buffer.from(authorities.issuing[0].certificate.der))
  for (let at = 0; at < chain; at++) {
    const changed = file.slice()
    changed[at]! ^= 4
    expect((await failureOfReading(changed))?.code, `byte ${at}`).toMatch(/^(zip|tender-file)\./)
  }
})

test('a tender that its schema does not take is refused', async () => {
  expect(await failureOfReading(await make({ id: 7, stripWidthMm: 1 }))).toEqual({
    code: 'tender-file.invalid',
    details: { reason: 'tender.json: id' },
  })
})

test('an archive that is no tender file is refused', async () => {
  expect((await failureOfReading(carelessZip(['a.txt', 'x'])))?.code).toBe('tender-file.invalid')
})

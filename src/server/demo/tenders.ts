import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sourceOfBytes } from '../../domain/byte-source.ts'
import { base64Of, base64UrlOf, utf8Bytes } from '../../domain/bytes.ts'
import { resolveTender, tenderTemplateSchema } from '../../domain/demo/demo-tender.ts'
import { readCertificate } from '../../domain/pki/certificate.ts'
import type { Tender } from '../../domain/project/tender.ts'
import { packTenderFile, planTenderFile } from '../../domain/project/tender-file.ts'
import { createSm3 } from '../../domain/sm/sm3.ts'
import type { Authorities } from '../certificates/authorities.ts'
import { tenderPath } from '../platform/routes.ts'

/** Published from the first start on. The addendum is for the bid tool to import by hand. */
export const demoTenders = ['school-building', 'classroom-equipment'] as const

export interface WrittenTender {
  tender: Tender
  fileName: string
  sizeInBytes: number
  /** SM3, base64url. */
  digest: string
}

interface Given {
  demoFolder: string
  dataFolder: string
  authorities: Authorities
  startedAt: number
}

/** Writes one signed tender file (.bdzf) whose times count from the first start. */
export async function writeDemoTender(name: string, given: Given): Promise<WrittenTender> {
  const { demoFolder, dataFolder, authorities, startedAt } = given
  const folder = join(demoFolder, 'tenders', name)
  const signer = authorities.certificateOf('tender-signer')
  const template = tenderTemplateSchema.parse(JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8')))
  const tender = resolveTender(template, startedAt, [base64Of(signer.der)])
  const files = tender.files.map((file) => ({
    name: file.path,
    source: sourceOfBytes(new Uint8Array(readFileSync(join(folder, file.path)))),
  }))
  const plan = await planTenderFile(utf8Bytes(JSON.stringify(tender)), files)
  const signature = authorities.sign('tender-signer', plan.content)
  const chain = authorities.chainAbove('tender-signer').slice(1).map(readCertificate)
  const path = tenderPath(dataFolder, tender.id)
  const written = await writeDurably(path, packTenderFile(plan, { signer, chain, signature }))
  return { tender, fileName: `${tender.project.name}.bdzf`, ...written }
}

async function writeDurably(path: string, pieces: AsyncIterable<Uint8Array>) {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(`${path}.part`, 'w')
  const sm3 = createSm3()
  let sizeInBytes = 0
  for await (const piece of pieces) {
    writeFileSync(file, piece)
    sm3.update(piece)
    sizeInBytes += piece.length
  }
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.part`, path)
  return { sizeInBytes, digest: base64UrlOf(sm3.digest()) }
}

import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { utf8Bytes } from '../../src/domain/bytes.ts'
import type { Tender } from '../../src/domain/project/tender.ts'
import { packTenderFile, planTenderFile, tenderFileDigest } from '../../src/domain/project/tender-file.ts'
import { signDigest } from '../../src/domain/sm/sm2-sign.ts'
import { type Authorities, type Holder, today } from './authorities.ts'
import { collect } from './streams.ts'

export const tenderer = { name: '云川市第三中学', socialCreditCode: '12339901MB2DEMD56E' }

const later = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString()
/** A tender with one section and one document. */
export const sampleTender: Tender = {
  format: 'bidseal-tender',
  version: 1,
  id: 'school-building',
  project: { code: 'YC2026-FJ-0118', name: '教学楼新建工程', kind: 'construction' },
  tenderer,
  tendererCertificates: [],
  sections: [{ id: 'section-1', code: '01', name: '一标段', depositAmount: '500000.00' }],
  deadlines: {
    issuedAt: today.toISOString(),
    clarificationsUntil: later(5),
    bidsUntil: later(20),
    opensAt: later(20),
    decryptMinutes: 60,
    bidValidityDays: 90,
  },
  nodes: [{ id: 'form', parent: null, title: '开标一览表', kind: 'openingForm', required: true, signNodes: [] }],
  openingForm: { columns: [{ id: 'total', title: '投标总价', required: true, kind: 'amount' }] },
  limits: { fileBytes: 1000, totalBytes: 1000 },
  authorities: ['jiangsu'],
  files: [{ path: '招标文件.pdf', title: '招标文件', kind: 'main', sizeInBytes: 11, sm3: '0'.repeat(64) }],
}

/** A tender file of one short document, signed by the holder. */
export async function makeTenderFile(
  tender: unknown,
  holder: Holder,
  { issuing, random }: Authorities,
): Promise<Uint8Array> {
  const plan = await planTenderFile(utf8Bytes(JSON.stringify(tender)), [
    { name: '招标文件.pdf', source: sourceOfBytes(utf8Bytes('%PDF tender')) },
  ])
  const { certificate: signer, key } = holder.sign
  const signature = signDigest(key.privateKey, tenderFileDigest(plan, signer), random)
  return collect(packTenderFile(plan, { signer, chain: [issuing[0].certificate], signature }))
}

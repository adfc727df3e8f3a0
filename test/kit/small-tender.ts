import type { Tender } from '../../src/domain/project/tender.ts'
import { today } from './authorities.ts'

const later = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString()

/** A tender of one section with one node, as short as the schema allows. */
export const smallTender = (tenderer: Tender['tenderer']): Tender => ({
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
  limits: { fileBytes: 1_000_000, totalBytes: 10_000_000 },
  authorities: ['jiangsu'],
  files: [{ path: '招标文件.pdf', title: '招标文件', kind: 'main', sizeInBytes: 11, sm3: '0'.repeat(64) }],
})

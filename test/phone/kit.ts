import { base64UrlOf } from '../../src/domain/bytes.ts'
import type { CertificatePair } from '../../src/protocol/http-api.ts'
import type { TicketBodyOf } from '../../src/protocol/tickets.ts'

/** Bytes that differ with their first, encoded. */
export const bytes = (length: number, first: number) => base64UrlOf(new Uint8Array(length).fill(first))

export const enterprise = '91339901MA2DEMA10F'
export const now = 1_750_000_000_000
export const day = 86_400_000

export const section = {
  tenderCode: 'YC-2026-018',
  tenderName: '第三中学教学楼',
  sectionCode: 'YC-2026-018-1',
  sectionName: '一标段',
}

const common = {
  version: 1,
  nonce: bytes(32, 1),
  desktopKey: bytes(65, 2),
  oneTimeKey: bytes(65, 3),
  desktopName: '投标部-台式机',
  createdAt: now,
} as const

export const identifyBody: TicketBodyOf<'identify'> = { kind: 'identify', ...common, purpose: 'bid-tool' }

export const openBody: TicketBodyOf<'open'> = {
  kind: 'open',
  ...common,
  purpose: 'hall',
  section,
  bidderName: '浙江澄远建设集团有限公司',
  socialCreditCode: enterprise,
  headerDigest: bytes(32, 9),
}

export const sealBody: TicketBodyOf<'seal'> = {
  kind: 'seal',
  ...common,
  section,
  socialCreditCode: enterprise,
  certificateDigest: bytes(32, 0),
  items: [
    {
      documentName: '投标函.pdf',
      pageCount: 3,
      sealId: 'seal-official',
      sealDigest: bytes(32, 4),
      pages: [1, 3],
      documentDigest: bytes(32, 5),
      propertyInfo: '0 100 200 300',
    },
  ],
}

export function pair(pairId: string, changes: Partial<CertificatePair> = {}): CertificatePair {
  return {
    pairId,
    personName: `人员${pairId}`,
    enterpriseName: '浙江澄远建设集团有限公司',
    socialCreditCode: enterprise,
    role: 'clerk',
    authorityName: '东海演示CA',
    signKeyId: `sign-${pairId}`,
    encryptKeyId: `encrypt-${pairId}`,
    signing: {
      leaf: base64UrlOf(new TextEncoder().encode(`${pairId}-signing-certificate`.padEnd(80, '.'))),
      authorities: [],
    },
    encryption: {
      leaf: base64UrlOf(new TextEncoder().encode(`${pairId}-encryption-certificate`.padEnd(80, '.'))),
      authorities: [],
    },
    notAfter: now + 300 * day,
    state: 'active',
    ...changes,
  }
}

import type { CreditRecordView } from '../../../contract/bid-project.ts'
import { dateText } from '../../desktop/formats.ts'

export type RecordKind = CreditRecordView['kind']

export const kindNames: Record<RecordKind, string> = {
  qualification: '资质证照',
  staff: '人员',
  pastProject: '业绩',
  award: '奖项',
  finance: '财务',
}

export interface Validity {
  tone: 'default' | 'success' | 'warning' | 'error'
  text: string
  /** When it ends, or why there is no end. */
  until: string
}

/** How a record's validity stands against the moment that counts: the opening of bids. */
export function validityOf(validUntil: number | null, { now, opensAt }: { now: number; opensAt: number }): Validity {
  if (validUntil === null) return { tone: 'default', text: '长期', until: '长期有效' }
  const until = dateText(validUntil)
  if (validUntil <= now) return { tone: 'error', text: '已过期', until }
  if (validUntil < opensAt) return { tone: 'warning', text: '开标前到期', until }
  return { tone: 'success', text: '有效', until }
}

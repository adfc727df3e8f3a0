import type { OpenedBid } from '../../contract/bid-output.ts'
import { amountInWords } from '../../domain/project/amount-in-words.ts'
import { groupedAmount } from '../../domain/project/opening-form.ts'
import type { OpeningSection } from '../../protocol/opening-section.ts'

export type Stage = OpeningSection['stage']
export type Bidder = OpeningSection['bidders'][number]

/** The stages in their order, as the wall shows them. */
export const stages = [
  ['waiting', '未开标'],
  ['check-in', '签到'],
  ['decrypting', '解密'],
  ['reading-out', '唱标'],
  ['finished', '结束'],
] as const satisfies readonly (readonly [Stage, string])[]

export const stageName = (stage: Stage) => stages.find(([one]) => one === stage)?.[1] ?? ''

export const bidderStates: Record<Bidder['state'], { text: string; tone: 'quiet' | 'busy' | 'good' | 'bad' }> = {
  'not-checked-in': { text: '未签到', tone: 'quiet' },
  'not-decrypted': { text: '未解密', tone: 'busy' },
  'decrypt-failed': { text: '解密失败', tone: 'bad' },
  decrypted: { text: '已解密', tone: 'good' },
}

/** 签到 begins an hour before the opening; the server decides, this only says so beforehand. */
const checkInBeforeMs = 3_600_000

type NextStage = Exclude<Stage, 'waiting'>

export interface Step {
  to: NextStage
  label: string
  /** Why it cannot be taken yet; null when it can. */
  obstacle: string | null
  /** Whether it is the thing to do next, since this stage has nothing left. */
  isUsual: boolean
}

/** The step that leads to the next stage; null when the opening is over. */
export function nextStep(section: OpeningSection, now: number): Step | null {
  const { stage, openingAt, bidders } = section
  const checkInAt = openingAt - checkInBeforeMs
  switch (stage) {
    case 'waiting':
      return step('check-in', '开始签到', { obstacle: now < checkInAt ? '开标前一小时开始签到' : null })
    case 'check-in': {
      const isUsual = bidders.every(({ checkedInAt }) => checkedInAt !== null)
      return step('decrypting', '开始解密', { obstacle: now < openingAt ? '到开标时间才能解密' : null, isUsual })
    }
    case 'decrypting': {
      const closed = bidders.filter(({ state }) => state !== 'decrypted').length
      const isTimeLeft = section.decryptEndsAt !== null && now < section.decryptEndsAt
      const obstacle = closed > 0 && isTimeLeft ? `还有 ${closed} 家未解密，且解密时间未到` : null
      return step('reading-out', '开始唱标', { obstacle })
    }
    case 'reading-out':
      return step('finished', '结束开标', { obstacle: null, isUsual: false })
    case 'finished':
      return null
  }
}

function step(
  to: NextStage,
  label: string,
  { obstacle, isUsual = true }: { obstacle: string | null; isUsual?: boolean },
) {
  return { to, label, obstacle, isUsual: isUsual && obstacle === null }
}

/** What the big counter counts, and to which moment; null when nothing runs. */
export function countdownOf(section: OpeningSection, now: number): { label: string; until: number } | null {
  if (section.stage === 'decrypting')
    return section.decryptEndsAt === null ? null : { label: '解密剩余时间', until: section.decryptEndsAt }
  if (section.stage !== 'waiting' && section.stage !== 'check-in') return null
  if (now < section.bidDeadline) return { label: '距投标截止', until: section.bidDeadline }
  return now < section.openingAt ? { label: '距开标', until: section.openingAt } : null
}

/** 3 分 05 秒, or 42 秒. */
export function tookText(tookMs: number): string {
  const seconds = Math.max(1, Math.round(tookMs / 1000))
  const minutes = Math.floor(seconds / 60)
  return minutes === 0 ? `${seconds} 秒` : `${minutes} 分 ${String(seconds % 60).padStart(2, '0')} 秒`
}

export interface ReadOutValue {
  text: string
  /** 大写金额; null for anything but an amount. */
  words: string | null
}

/** A value of the opening form (开标一览表) as it is read out. */
export function readOutValue({ label, value }: OpenedBid['openingForm'][number]): ReadOutValue {
  const isAmount = /元|金额|报价|总价/.test(label)
  const words = isAmount ? amountInWords(value) : null
  return words === null ? { text: value === '' ? '—' : value, words: null } : { text: groupedAmount(value), words }
}

/** The columns of the read-out table: every label that a bid of the section has, in the order of the first. */
export function readOutColumns(bids: readonly OpenedBid[]): string[] {
  return [...new Set(bids.flatMap(({ openingForm }) => openingForm.map(({ label }) => label)))]
}

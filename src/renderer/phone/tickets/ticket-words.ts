import { tailText } from '../../../domain/tail-text.ts'
import type { TenderSection } from '../../../protocol/tender-section.ts'
import { digestTail, type TicketBody, type TicketKind } from '../../../protocol/tickets.ts'
import { sizeText, timeText } from '../parts/words.ts'

export interface Fact {
  label: string
  value: string
  /** A digest's end, to be compared with the computer's. */
  isDigest?: boolean
}

export interface TicketWords {
  title: string
  /** What will happen, in one sentence. */
  sentence: string
  facts: Fact[]
}

const purposeTitle = {
  'bid-tool': 'CA 认证',
  'check-in': '开标签到',
  'hall-login': '登录开标大厅',
  'platform-login': '扫码登录',
  'bid-upload': '上传投标文件',
} as const

const purposeSentence = {
  'bid-tool': '用您的证书向投标工具证明身份。',
  'check-in': '用您的证书为本单位在开标大厅签到。',
  'hall-login': '用您的证书登录开标大厅。',
  'platform-login': '用您的证书登录业务系统。',
  'bid-upload': '用您的证书登录业务系统，由电脑递交本项目的投标文件。',
} as const

/** What a confirmation screen shows: what, for whom, from which computer, how much. */
export function ticketWords(body: TicketBody): TicketWords {
  const { title, sentence, facts } = wordsOf(body)
  const computer = { label: '来自电脑', value: body.desktopName }
  return { title, sentence, facts: [...facts, computer, { label: '发起时间', value: timeText(body.createdAt) }] }
}

function wordsOf(body: TicketBody): TicketWords {
  switch (body.kind) {
    case 'identify':
      return {
        title: purposeTitle[body.purpose],
        sentence: purposeSentence[body.purpose],
        facts: body.section === undefined ? [] : sectionFacts(body.section),
      }
    case 'bind':
      return {
        title: '绑定证书',
        sentence: '把您的证书绑定到业务系统中名称与统一社会信用代码一致的单位。',
        facts: enterpriseFacts(body.enterpriseName, body.socialCreditCode),
      }
    case 'sync-credit':
      return {
        title: '同步诚信库',
        sentence: '授权这台电脑下载本单位的诚信库。',
        facts: enterpriseFacts(body.enterpriseName, body.socialCreditCode),
      }
    case 'pick-seal':
      return {
        title: '标书签章',
        sentence: '选择用来签章的证书，电脑上将显示它的印章。此时还不会签章。',
        facts: sectionFacts(body.section),
      }
    case 'seal':
      return {
        title: '扫码签章确认',
        sentence: `为以下 ${body.items.length} 份文件加盖电子印章。`,
        facts: sectionFacts(body.section),
      }
    case 'generate':
      return {
        title: '生成投标文件',
        sentence: '确认投标内容，选择开标时可以解密的证书，并签署投标文件。',
        facts: [
          ...sectionFacts(body.section),
          ...enterpriseFacts(body.bidderName, body.socialCreditCode),
          { label: '开标时间', value: timeText(body.openingAt) },
          { label: '文件', value: `${body.fileCount} 个，共 ${sizeText(body.sizeInBytes)}` },
          { label: '清单校验码', value: tailText(digestTail(body.manifestDigest)), isDigest: true },
          { label: '密文校验码', value: tailText(digestTail(body.payloadDigest)), isDigest: true },
        ],
      }
    case 'open':
      return {
        title: body.purpose === 'hall' ? '解密投标文件' : '本机解密（不是开标）',
        sentence:
          body.purpose === 'hall'
            ? '用您的证书解密本单位的投标文件，内容将在开标大厅公开。'
            : '用您的证书在这台电脑上查看本单位的投标文件。',
        facts: [
          ...sectionFacts(body.section),
          ...enterpriseFacts(body.bidderName, body.socialCreditCode),
          { label: '文件校验码', value: tailText(digestTail(body.headerDigest)), isDigest: true },
        ],
      }
    case 'rewrap':
      return {
        title: '增加证书',
        sentence: '为已经生成的投标文件增加可以解密的证书，并重新签署。投标内容不变，也不会打开。',
        facts: [
          ...sectionFacts(body.section),
          ...enterpriseFacts(body.bidderName, body.socialCreditCode),
          { label: '文件', value: sizeText(body.sizeInBytes) },
          { label: '清单校验码', value: tailText(digestTail(body.manifestDigest)), isDigest: true },
          { label: '密文校验码', value: tailText(digestTail(body.payloadDigest)), isDigest: true },
        ],
      }
    case 'rehearse':
      return {
        title: '解密演练',
        sentence: '用您的证书试一次能否解密本单位的投标文件，并签署演练结果。',
        facts: [
          ...sectionFacts(body.section),
          ...enterpriseFacts(body.bidderName, body.socialCreditCode),
          { label: '文件校验码', value: tailText(digestTail(body.headerDigest)), isDigest: true },
        ],
      }
  }
}

const sectionFacts = ({ tenderName, sectionName, sectionCode }: TenderSection): Fact[] => [
  { label: '项目', value: tenderName },
  { label: '标段', value: `${sectionName}（${sectionCode}）` },
]

const enterpriseFacts = (name: string, socialCreditCode: string): Fact[] => [
  { label: '单位', value: name },
  { label: '统一社会信用代码', value: socialCreditCode },
]

/**
 * What a person must know before a bid is decrypted outside the hall; null in the hall. The server keeps no watch over the
 * time there, and its word alone must not quieten the warning: one stands after the opening time too.
 */
export function localOpeningWarning(body: TicketBody, openingAt: number | null, now: number): string | null {
  if (body.kind !== 'open' || body.purpose === 'hall') return null
  const consequence = '解密后，这台电脑上的人能看到全部投标内容。不是您本人要查看时，请点“取消”。'
  if (openingAt === null) return `这不是开标，且查不到该标段的开标时间。${consequence}`
  return now < openingAt
    ? `还没有到开标时间（${timeText(openingAt)}），这是在开标前提前解密。${consequence}`
    : `这不是在开标大厅解密。${consequence}`
}

/** What is said when it is done, and what comes next. */
export const answeredWords: Record<TicketKind, { title: string; next: string }> = {
  identify: { title: '认证成功', next: '请回到电脑上继续。' },
  bind: { title: '绑定成功', next: '以后可以用标证通扫码登录、签章和生成文件。' },
  'sync-credit': { title: '已授权同步', next: '诚信库正在下载到电脑，请回到电脑上查看。' },
  'pick-seal': { title: '印章已送到电脑', next: '请在电脑上把印章拖到签章位置，然后再次扫码确认。' },
  seal: { title: '签章成功', next: '请在电脑上查看签章节点的对勾。' },
  generate: { title: '已签署投标文件', next: '电脑正在写入投标文件，完成后请上传并保留回执。' },
  open: { title: '已释放解密密钥', next: '电脑正在解密，请回到电脑上查看结果。' },
  rewrap: { title: '已增加证书', next: '电脑正在写入新的投标文件。如已上传过，请重新上传。' },
  rehearse: { title: '演练已完成', next: '没有打开标书内容。请回到电脑上查看演练结果。' },
}

/** Platform pages make their own tickets: the code does not prove what they say. */
export function isPlatformMade(body: TicketBody): boolean {
  return body.kind === 'bind' || (body.kind === 'identify' && body.purpose === 'platform-login')
}

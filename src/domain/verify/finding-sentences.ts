import { sentenceOf } from '../sentences/failure-sentences.ts'
import type { Language } from '../sentences/sentence.ts'
import { tailText } from '../tail-text.ts'
import { type NamedRecipient, recipientWords } from './recipients.ts'
import type { Finding, Outcome, Topic, Verdict } from './report.ts'

type Sentences<K extends Finding['kind']> = Record<Language, (finding: Extract<Finding, { kind: K }>) => string>

const day = (at: string) => at.slice(0, 10)
/** The moment in China, where every reader of these sentences is. */
const chinaMoment = (at: string) =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

const findingSentences = {
  failure: {
    'zh-CN': ({ failure }) => sentenceOf(failure, 'zh-CN'),
    en: ({ failure }) => sentenceOf(failure, 'en'),
  },
  readable: { 'zh-CN': () => '文件结构完整，每个字节都有归属。', en: () => 'Every byte of the file has its place.' },
  intact: {
    'zh-CN': () => '内容完整，签名之后没有改动。',
    en: () => 'The content is intact: it has not changed since it was signed.',
  },
  'digest-differs': {
    'zh-CN': () => '签章之后内容被改动，签章不再对应这些内容。请勿采信。',
    en: () => 'The content changed after it was sealed. Do not rely on it.',
  },
  'bad-signature': {
    'zh-CN': () => '签名是错误的，可能是伪造或文件已损坏。请勿采信。',
    en: () => 'The signature is wrong: forged or damaged. Do not rely on it.',
  },
  'covers-whole-file': {
    'zh-CN': () => '签章覆盖整个文件，其后没有添加任何内容。',
    en: () => 'The seal covers the whole file; nothing was added later.',
  },
  'sealed-again-later': {
    'zh-CN': ({ seals }) => `其后又加盖了 ${seals} 个签章，原有内容没有改动。`,
    en: ({ seals }) => `${seals} more seals were added later; what was sealed has not changed.`,
  },
  'changed-later': {
    'zh-CN': ({ forms, others }) =>
      `签章之后文件被改动（填写表单 ${forms} 处，其他改动 ${others.length} 处），看到的可能不是签章时的内容。`,
    en: ({ forms, others }) =>
      `The file was changed after sealing (${forms} form fields, ${others.length} other changes): what is shown may not be what was sealed.`,
  },
  'coverage-breached': {
    'zh-CN': () => '签章没有按规定覆盖文件，可能有内容绕过了签章。请勿采信。',
    en: ({ breach }) => `The seal does not cover the file as it must (${breach}). Do not rely on it.`,
  },
  'no-seals': { 'zh-CN': () => '文件中没有签章。', en: () => 'There is no seal in the file.' },
  'statement-signed': {
    'zh-CN': ({ bidder, created }) => `${bidder} 于 ${chinaMoment(created)} 签名，内容与签名一致。`,
    en: ({ bidder, created }) => `Signed by ${bidder} at ${created}; the file is what was signed.`,
  },
  'recipients-signed': {
    'zh-CN': ({ recipients }) =>
      `能解密的证书共 ${recipients.length} 本，均由投标人签名确认：${recipients.map(recipientWords).join('、')}。${areNamed(recipients) ? '姓名由平台提供。' : ''}`,
    en: ({ recipients }) =>
      `${recipients.length} certificates can open it, as the bidder signed: ${recipients.map(recipientName).join(', ')}.${areNamed(recipients) ? ' The platform says whose they are.' : ''}`,
  },
  'files-listed': {
    'zh-CN': ({ count }) => `清单中的 ${count} 个文件齐全，内容均与清单一致。`,
    en: ({ count }) => `All ${count} listed files are there and unchanged.`,
  },
  'tender-signed': {
    'zh-CN': ({ signer }) => `由 ${signer} 签名，是招标文件中写明的招标人或招标代理。`,
    en: ({ signer }) => `Signed by ${signer}, the tenderer or agency that the tender names.`,
  },
  'tender-signed-by-another': {
    'zh-CN': ({ signer }) => `签名人 ${signer} 不是招标文件中写明的招标人或招标代理。请勿采信，从交易平台重新下载。`,
    en: ({ signer }) => `The signer, ${signer}, is neither the tenderer nor the agency that the tender names.`,
  },
  'not-decrypted': {
    'zh-CN': () => '内容未解密，其中的文件和签章没有检查。解密后可再次验证。',
    en: () => 'The contents remain encrypted, so the files and seals in them were not checked.',
  },
  trusted: {
    'zh-CN': ({ path }) => `证书可信：${path.join(' ← ')}。`,
    en: ({ path }) => `The certificate is trusted: ${path.join(' ← ')}.`,
  },
  'unknown-issuer': {
    'zh-CN': ({ name, issuer }) =>
      `不认识“${name}”的证书颁发机构（${issuer}），不能确认是谁签的；这不表示内容被改动。请向该机构索取根证书后再验证。`,
    en: ({ name, issuer }) =>
      `The authority of “${name}” (${issuer}) is unknown, so who signed is not proven; this does not mean that the content changed. Obtain its root certificate and verify again.`,
  },
  'chain-unknown': {
    'zh-CN': () => '证书未能确认，因此没有检查是否注销。',
    en: () => 'The certificate could not be traced, so revocation was not checked.',
  },
  'not-revoked': {
    'zh-CN': () => '签名时证书没有被注销。',
    en: () => 'The certificates were not revoked at the time of signing.',
  },
  'revocation-unknown': {
    'zh-CN': ({ names }) => `缺少签名时有效的注销列表，不能确认证书是否已注销：${names.join('、')}。`,
    en: ({ names }) => `No revocation list of that time is at hand for: ${names.join(', ')}.`,
  },
  'seal-valid': {
    'zh-CN': ({ seal, maker }) => `印章“${seal}”有效，由 ${maker} 制作，签章人有权使用。`,
    en: ({ seal, maker }) => `The seal “${seal}” of ${maker} is valid and the signer may use it.`,
  },
  'seal-forged': {
    'zh-CN': ({ seal }) => `印章“${seal}”的制章签名是错误的，可能是伪造的印章。请勿采信。`,
    en: ({ seal }) => `The maker's signature of the seal “${seal}” is wrong: it may be forged. Do not rely on it.`,
  },
  'seal-not-yet-valid': {
    'zh-CN': ({ seal, from }) => `签章时印章“${seal}”尚未生效（${day(from)} 起有效）。`,
    en: ({ seal, from }) => `The seal “${seal}” was not yet valid when it was used (from ${day(from)}).`,
  },
  'seal-expired': {
    'zh-CN': ({ seal, until }) => `签章时印章“${seal}”已过期（${day(until)} 止）。`,
    en: ({ seal, until }) => `The seal “${seal}” had expired when it was used (until ${day(until)}).`,
  },
  'seal-of-another': {
    'zh-CN': ({ seal, signer }) => `印章“${seal}”不属于签章人 ${signer}。请勿采信。`,
    en: ({ seal, signer }) => `The seal “${seal}” does not belong to the signer, ${signer}. Do not rely on it.`,
  },
  'property-differs': {
    'zh-CN': () => '签章数据取自别处，不是为这个位置签的。请勿采信。',
    en: () => 'The signature was made for another place than this one. Do not rely on it.',
  },
  'picture-differs': {
    'zh-CN': ({ page }) => `第 ${page} 页显示的图案或大小与签章所用的印章不同。请勿采信。`,
    en: ({ page }) => `Page ${page} shows another picture or size than the seal that signed. Do not rely on it.`,
  },
  'algorithm-known': {
    'zh-CN': ({ algorithm }) => `签名算法：${algorithm}。`,
    en: ({ algorithm }) => `Signature algorithm: ${algorithm}.`,
  },
  'algorithm-unsupported': {
    'zh-CN': ({ algorithm }) => `本软件不能验证这种签名（${algorithm}），请用通用阅读器验证。`,
    en: ({ algorithm }) => `This program cannot verify this kind of signature (${algorithm}); use a general reader.`,
  },
} as const satisfies { [K in Finding['kind']]: Sentences<K> }

/** One finding in the words of a clerk. */
export function findingSentence(finding: Finding, language: Language = 'zh-CN'): string {
  const sentence = findingSentences[finding.kind][language] as (finding: Finding) => string
  return sentence(finding)
}

/** Headings of a report. */
export const topicNames: Record<Topic, string> = {
  format: '文件格式',
  integrity: '内容完整',
  coverage: '签章范围',
  statement: '签名声明',
  recipients: '加密证书',
  files: '文件清单',
  contents: '加密内容',
  chain: '证书可信',
  revocation: '注销状态',
  seal: '印章',
  algorithm: '签名算法',
}

export const outcomeNames: Record<Outcome, string> = {
  passed: '通过',
  unsure: '提示',
  failed: '不通过',
  'not-done': '未检查',
}

export const verdictNames: Record<Verdict, string> = { valid: '有效', invalid: '无效', unreadable: '无法识别' }

/** What the bidder signed are certificates; who holds one is the platform's word. */
const areNamed = (recipients: readonly NamedRecipient[]) => recipients.some(({ personName }) => personName !== null)

function recipientName({ personName, authorityName, digest }: NamedRecipient): string {
  return `${personName ?? `certificate …${tailText(digest.slice(-8))}`} (${authorityName})`
}

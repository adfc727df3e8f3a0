import { sentenceOf } from '../sentences/failure-sentences.ts'
import type { Language } from '../sentences/sentence.ts'
import { tailText } from '../tail-text.ts'
import type { Coverage, Finding, LaterChange } from './finding.ts'
import { type NamedRecipient, recipientWords } from './recipients.ts'
import { breachNames, changeNames, chinaMoment, stampProblemNames } from './words.ts'

export type FindingSentences<K extends Finding['kind']> = {
  [Kind in K]: Record<Language, (finding: Extract<Finding, { kind: Kind }>) => string>
}

type FileKinds =
  | 'failure'
  | 'readable'
  | 'no-seals'
  | 'intact'
  | 'digest-differs'
  | 'bad-signature'
  | 'property-differs'
  | 'covers-whole-file'
  | 'sealed-again-later'
  | 'changed-later'
  | 'coverage-breached'
  | 'statement-signed'
  | 'recipients-signed'
  | 'files-listed'
  | 'tender-signed'
  | 'tender-signed-by-another'
  | 'not-decrypted'
  | 'algorithm-known'
  | 'algorithm-unsupported'
  | 'own-clock'
  | 'time-stamped'
  | 'time-stamp-bad'

/** On the file itself and what was signed. */
export const fileSentences: FindingSentences<FileKinds> = {
  failure: {
    'zh-CN': ({ failure }) => sentenceOf(failure, 'zh-CN'),
    en: ({ failure }) => sentenceOf(failure, 'en'),
  },
  readable: { 'zh-CN': () => '文件结构完整，每个字节都有归属。', en: () => 'Every byte of the file has its place.' },
  'no-seals': {
    'zh-CN': () => '文件中没有签章，不能证明由谁出具。请向出具人索取已签章的文件。',
    en: () => 'There is no seal in the file, so nothing proves whose it is. Ask for a sealed one.',
  },
  intact: {
    'zh-CN': () => '所签的内容完整，签名之后没有改动。',
    en: () => 'The content is intact: it has not changed since it was signed.',
  },
  'digest-differs': {
    'zh-CN': () => '签章之后内容被改动，签章不再对应这些内容。请勿采信，向签章人索取原件。',
    en: () => 'The content changed after it was sealed. Do not rely on it; ask the signer for the original.',
  },
  'bad-signature': {
    'zh-CN': () => '签名是错误的，可能是伪造或文件已损坏。请勿采信，向签章人索取原件。',
    en: () => 'The signature is wrong: forged or damaged. Do not rely on it; ask the signer for the original.',
  },
  'property-differs': {
    'zh-CN': () => '签章数据取自别处，不是为这个位置签的。请勿采信，向签章人核实。',
    en: () => 'The signature was made for another place than this one. Do not rely on it; ask the signer.',
  },
  'covers-whole-file': {
    'zh-CN': () => '签章覆盖整个文件，其后没有添加任何内容。',
    en: () => 'The seal covers the whole file; nothing was added later.',
  },
  'sealed-again-later': {
    'zh-CN': (finding) => `其后又加盖了 ${finding.changeCount} 个签章（${toldZh(finding)}），原有内容没有改动。`,
    en: (finding) =>
      `${finding.changeCount} more seals were added later (${toldEn(finding)}); what was sealed has not changed.`,
  },
  'changed-later': {
    'zh-CN': (finding) =>
      `签章之后文件被改动：${toldZh(finding)}。看到的可能不是签章时的内容，请向签章人索取签章时的原件。`,
    en: (finding) =>
      `The file was changed after sealing: ${toldEn(finding)}. What is shown may not be what was sealed; ask the signer for the original.`,
  },
  'coverage-breached': {
    'zh-CN': ({ breach }) =>
      `签章没有按规定覆盖文件，因为${breachNames[breach]}，可能有内容绕过了签章。请勿采信，向签章人索取原件。`,
    en: ({ breach }) => `The seal does not cover the file as it must (${breach}). Do not rely on it.`,
  },
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
  'algorithm-known': {
    'zh-CN': ({ algorithm }) =>
      `${algorithm}，${algorithm.includes('AES') ? '签名用国家密码算法，加密用国际标准算法' : '国家密码标准规定的算法'}，允许使用。`,
    en: ({ algorithm }) => `${algorithm}: allowed.`,
  },
  'algorithm-unsupported': {
    'zh-CN': () => '用的不是国家密码算法，本软件不能判断真伪。请用该签名所属的阅读器验证。',
    en: ({ algorithm }) => `This program cannot verify this kind of signature (${algorithm}); use its own reader.`,
  },
  'own-clock': {
    'zh-CN': ({ at }) =>
      `${chinaMoment(at)}，取自签名人自己的时钟，没有时间戳佐证。需要证明先后时，以平台回执的时间为准。`,
    en: ({ at }) =>
      `${at}, as the signer's own clock told; no time stamp proves it. Where the order matters, go by the platform's receipt.`,
  },
  'time-stamped': {
    'zh-CN': ({ at, authority, names }) =>
      `${authority} 的时间戳证明，签名在 ${chinaMoment(at)} 之前已经完成。${names.length > 0 ? `但缺少注销列表，不能确认其证书是否已注销：${names.join('、')}。请取得注销列表后再验证。` : ''}`,
    en: ({ at, authority, names }) =>
      `The time stamp of ${authority} proves that it was signed by ${at}.${names.length > 0 ? ` No revocation list is at hand for: ${names.join(', ')}. Obtain it and verify again.` : ''}`,
  },
  'time-stamp-bad': {
    'zh-CN': ({ at, problem }) =>
      `${chinaMoment(at)}，取自签名人自己的时钟；签章所带的时间戳不能采信，因为${stampProblemNames[problem]}。需要证明先后时，以平台回执的时间为准。`,
    en: ({ at, problem }) =>
      `${at}, as the signer's own clock told; the time stamp beside it proves nothing (${problem}). Where the order matters, go by the platform's receipt.`,
  },
}

const toldInSentence = 3

/** The first changes, each with where it stands; the rest only counted. */
function toldZh({ changes, changeCount }: Coverage): string {
  const told = changes.slice(0, toldInSentence).map(changeWords)
  return told.join('；') + (changeCount > told.length ? `；等共 ${changeCount} 处` : '')
}

/** 第 1 次追加在第 2、3 页改动了页面内容. */
export function changeWords(change: LaterChange): string {
  const when = change.revision === null ? '' : `第 ${change.revision} 次追加`
  const where = change.pages.length === 0 ? '' : `在第 ${change.pages.join('、')} 页`
  switch (change.kind) {
    case 'seal':
      return `${when}${where}加盖签章${change.signer === null ? '' : `（${change.signer}）`}`
    case 'form':
      return `${when}${where}填写了表单“${change.field}”`
    case 'other':
      return `${when}${where}改动了${changeNames[change.reason]}`
  }
}

function toldEn({ changes, changeCount }: Coverage): string {
  const told = changes.slice(0, toldInSentence).map((change) => {
    const what = change.kind === 'other' ? `changed: ${change.reason}` : `${change.kind} ${change.field}`
    const where = change.pages.length === 0 ? '' : ` on page ${change.pages.join(', ')}`
    return `${what}${where}${change.revision === null ? '' : ` in update ${change.revision}`}`
  })
  return told.join('; ') + (changeCount > told.length ? `; ${changeCount} in all` : '')
}

/** What the bidder signed are certificates; who holds one is the platform's word. */
const areNamed = (recipients: readonly NamedRecipient[]) => recipients.some(({ personName }) => personName !== null)

function recipientName({ personName, authorityName, digest }: NamedRecipient): string {
  return `${personName ?? `certificate …${tailText(digest.slice(-8))}`} (${authorityName})`
}

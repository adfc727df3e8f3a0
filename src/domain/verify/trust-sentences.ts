import type { Failure } from '../failure.ts'
import { sentenceOf } from '../sentences/failure-sentences.ts'
import type { FindingSentences } from './file-sentences.ts'
import type { RevocationAnswer } from './finding.ts'
import { chinaDay, revocationReasonNames } from './words.ts'

type TrustKinds =
  | 'trusted'
  | 'untrusted'
  | 'unknown-issuer'
  | 'chain-unknown'
  | 'not-revoked'
  | 'revoked'
  | 'revoked-later'
  | 'revocation-unknown'
  | 'seal-valid'
  | 'seal-maker-unchecked'
  | 'seal-maker-revoked-later'
  | 'seal-forged'
  | 'seal-not-yet-valid'
  | 'seal-expired'
  | 'signer-may-use'
  | 'seal-of-another'
  | 'picture-shown'
  | 'picture-differs'
  | 'not-shown'
  | 'not-examined'

/** On whom to believe: certificates and seals. */
export const trustSentences: FindingSentences<TrustKinds> = {
  trusted: {
    'zh-CN': ({ path }) => `由受信任的根证书逐级签发：${path.map(({ name }) => name).join(' ← ')}。`,
    en: ({ path }) => `The certificate is trusted: ${path.map(({ name }) => name).join(' ← ')}.`,
  },
  untrusted: {
    'zh-CN': ({ failure }) => untrustedZh(failure),
    en: ({ failure }) => sentenceOf(failure, 'en'),
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
    'zh-CN': ({ answers }) => `签名时证书没有被注销，依据${listsZh(answers)}。`,
    en: () => 'The certificates were not revoked at the time of signing.',
  },
  revoked: {
    'zh-CN': ({ revoked: { name, at, reason } }) =>
      `签名之前，“${name}”的证书已于 ${chinaDay(at)} 被注销（${revocationReasonNames[reason]}），签名不能采信。请要求对方用有效的证书重新签章。`,
    en: ({ revoked: { name, at, reason } }) =>
      `The certificate of “${name}” had been revoked on ${chinaDay(at)} (${reason}) before it signed. Ask for a new signature with a valid one.`,
  },
  'revoked-later': {
    'zh-CN': ({ revoked: { name, at, reason } }) =>
      `“${name}”的证书在签名之后才被注销（${chinaDay(at)}，${revocationReasonNames[reason]}），签名时有效。签名时间只是签名人自己的时钟，有疑问时请核对平台回执的时间。`,
    en: ({ revoked: { name, at, reason } }) =>
      `The certificate of “${name}” was revoked on ${chinaDay(at)} (${reason}), after it signed. The time of signing is the signer's own; when in doubt, compare the platform's receipt.`,
  },
  'revocation-unknown': {
    'zh-CN': ({ names }) =>
      `缺少签名时有效的注销列表，不能确认证书是否已注销：${names.join('、')}。请向颁发机构取得注销列表后再验证。`,
    en: ({ names }) =>
      `No revocation list of that time is at hand for: ${names.join(', ')}. Obtain it and verify again.`,
  },
  'seal-valid': {
    'zh-CN': ({ seal, maker }) => `印章“${seal}”由 ${maker} 制作，签章时在有效期内。`,
    en: ({ seal, maker }) => `The seal “${seal}” was made by ${maker} and in force when it was used.`,
  },
  'seal-maker-unchecked': {
    'zh-CN': ({ seal, maker }) =>
      `印章“${seal}”由 ${maker} 制作，签章时在有效期内；但缺少注销列表，不能确认制章机构的证书是否已注销。请取得注销列表后再验证。`,
    en: ({ seal, maker }) =>
      `The seal “${seal}” of ${maker} was in force, but no revocation list says whether its maker was revoked. Obtain it and verify again.`,
  },
  'seal-maker-revoked-later': {
    'zh-CN': ({ seal, maker, revoked: { name, at, reason } }) =>
      `印章“${seal}”由 ${maker} 制作，签章时在有效期内；但“${name}”的证书在签章之后被注销（${chinaDay(at)}，${revocationReasonNames[reason]}）。签名时间只是签名人自己的时钟，有疑问时请向印章所属单位核实。`,
    en: ({ seal, maker, revoked: { name, at, reason } }) =>
      `The seal “${seal}” of ${maker} was in force, but the certificate of “${name}” was revoked on ${chinaDay(at)} (${reason}), after it was used. The time of signing is the signer's own; when in doubt, ask the owner of the seal.`,
  },
  'seal-forged': {
    'zh-CN': ({ seal }) => `印章“${seal}”的制章签名是错误的，可能是伪造的印章。请勿采信，向印章所属单位核实。`,
    en: ({ seal }) => `The maker's signature of the seal “${seal}” is wrong: it may be forged. Do not rely on it.`,
  },
  'seal-not-yet-valid': {
    'zh-CN': ({ seal, from }) =>
      `签章时印章“${seal}”尚未生效（${chinaDay(from)} 起有效）。请要求对方在印章生效后重新签章。`,
    en: ({ seal, from }) =>
      `The seal “${seal}” was not yet valid when it was used (from ${chinaDay(from)}). Ask for a new seal once it is.`,
  },
  'seal-expired': {
    'zh-CN': ({ seal, until }) =>
      `签章时印章“${seal}”已过期（${chinaDay(until)} 止）。请要求对方用有效的印章重新签章。`,
    en: ({ seal, until }) =>
      `The seal “${seal}” had expired when it was used (until ${chinaDay(until)}). Ask for a valid one.`,
  },
  'signer-may-use': {
    'zh-CN': ({ seal, signer }) => `${signer} 的证书在印章“${seal}”的可用证书之中。`,
    en: ({ seal, signer }) => `The seal “${seal}” lists the certificate of ${signer}.`,
  },
  'seal-of-another': {
    'zh-CN': ({ seal, signer }) => `印章“${seal}”不属于签章人 ${signer}，可能被冒用。请勿采信，向印章所属单位核实。`,
    en: ({ seal, signer }) => `The seal “${seal}” does not belong to the signer, ${signer}. Do not rely on it.`,
  },
  'picture-shown': {
    'zh-CN': ({ pages }) => `第 ${pages.join('、')} 页显示的就是签章所用的印章，图案和大小一致。`,
    en: ({ pages }) => `Page ${pages.join(', ')} shows the very seal that signed, in its own size.`,
  },
  'picture-differs': {
    'zh-CN': ({ page }) => `第 ${page} 页显示的图案或大小与签章所用的印章不同。请勿采信，向签章人核实。`,
    en: ({ page }) => `Page ${page} shows another picture or size than the seal that signed. Do not rely on it.`,
  },
  'not-shown': {
    'zh-CN': () => '签名有效，但页面上看不到印章。需要盖章的文件，请要求对方加盖可见的印章。',
    en: () => 'The signature shows no seal on any page. Where a seal must be seen, ask for a visible one.',
  },
  'not-examined': {
    'zh-CN': () => '其他检查没有通过，因此没有检查这一项。',
    en: () => 'Not checked, because another check failed.',
  },
}

/** The lists that answered, each once. */
function listsZh(answers: readonly RevocationAnswer[]): string {
  const lists = answers.flatMap(({ list }) =>
    list === null ? [] : [`${list.issuer} ${chinaDay(list.thisUpdate)} 发布的注销列表`],
  )
  return lists.length === 0 ? '：根证书不需要注销列表' : [...new Set(lists)].join('、')
}

/** A failure's own sentence speaks to the holder of the certificate; here somebody else holds it. */
function untrustedZh(failure: Failure): string {
  switch (failure.code) {
    case 'certificate.expired':
      return `当时“${failure.details.name}”的证书已过期（${chinaDay(failure.details.at)} 止），不能采信。请要求对方用有效的证书重新签章。`
    case 'certificate.not-yet-valid':
      return `当时“${failure.details.name}”的证书尚未生效（${chinaDay(failure.details.at)} 起有效），不能采信。请要求对方用有效的证书重新签章。`
    case 'certificate.revoked':
      return `“${failure.details.name}”的证书已于 ${chinaDay(failure.details.at)} 被注销，不能采信。请要求对方用有效的证书重新签章。`
    case 'certificate.unsupported-algorithm':
      return `“${failure.details.name}”的证书用的不是国家密码算法，本软件不能判断真伪。请用该签名所属的阅读器验证。`
    case 'certificate.wrong-key-usage':
    case 'certificate.wrong-role':
      return `“${failure.details.name}”的证书不是用来签这种内容的，不能采信。请要求对方用正确的证书重新签章。`
    default:
      return sentenceOf(failure, 'zh-CN')
  }
}

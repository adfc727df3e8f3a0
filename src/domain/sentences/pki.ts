import type { Sentences } from './sentence.ts'

/** The day in China, where every reader of these sentences is. */
const chinaDate = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10)

export const pkiSentences = {
  'sm2.malformed': {
    'zh-CN': () => '数据中的密码学内容不正确，可能已被改动。请重新获取该文件。',
    en: () => 'Cryptographic values in the data are wrong; it may have been altered. Obtain the file again.',
  },
  'certificate.unreadable': {
    'zh-CN': () => '证书内容无法识别，可能已损坏。请重新获取证书。',
    en: () => 'The certificate cannot be read; it may be damaged. Obtain it again.',
  },
  'certificate.unknown-issuer': {
    'zh-CN': ({ name }) => `“${name}”的证书不是由受信任的 CA 机构签发的。请换用本平台认可的证书。`,
    en: ({ name }) =>
      `The certificate of “${name}” was not issued by a trusted authority. Use a certificate that this platform accepts.`,
  },
  'certificate.name-mismatch': {
    'zh-CN': ({ name }) => `“${name}”的证书上写的签发机构与实际签发机构不一致，不能使用。请联系签发该证书的 CA 机构。`,
    en: ({ name }) =>
      `The certificate of “${name}” names another issuer than the one it belongs to and cannot be used. Contact its authority.`,
  },
  'certificate.unsupported-algorithm': {
    'zh-CN': ({ name }) => `“${name}”的证书不是国密算法证书，不能用于此项操作。请换用国密证书。`,
    en: ({ name }) => `The certificate of “${name}” does not use SM2 and cannot be used here. Use an SM2 certificate.`,
  },
  'certificate.bad-signature': {
    'zh-CN': ({ name }) => `“${name}”的证书签名不正确，可能是伪造或已被改动。请勿使用，并联系 CA 机构核实。`,
    en: ({ name }) =>
      `The signature on the certificate of “${name}” is wrong: it may be forged or altered. Do not use it; ask the authority.`,
  },
  'certificate.expired': {
    'zh-CN': ({ name, at }) => `“${name}”的证书已于 ${chinaDate(at)} 到期。请先续期再使用。`,
    en: ({ name, at }) => `The certificate of “${name}” expired on ${chinaDate(at)}. Renew it first.`,
  },
  'certificate.not-yet-valid': {
    'zh-CN': ({ name, at }) => `“${name}”的证书要到 ${chinaDate(at)} 才生效。请核对电脑时间，或等到生效后再使用。`,
    en: ({ name, at }) =>
      `The certificate of “${name}” is valid from ${chinaDate(at)} only. Check the clock or wait until then.`,
  },
  'certificate.revoked': {
    'zh-CN': ({ name, at }) => `“${name}”的证书已于 ${chinaDate(at)} 被注销，不能使用。请换用有效的证书。`,
    en: ({ name, at }) =>
      `The certificate of “${name}” was revoked on ${chinaDate(at)} and cannot be used. Use a valid one.`,
  },
  'certificate.revocation-unknown': {
    'zh-CN': ({ name }) => `没有取得最新的证书注销列表，无法确认“${name}”的证书是否已被注销。请检查网络后重试。`,
    en: ({ name }) =>
      `There is no current list of revoked certificates, so the certificate of “${name}” may be revoked. Check the network and try again.`,
  },
  'certificate.not-an-authority': {
    'zh-CN': ({ name }) =>
      `“${name}”的证书没有签发其他证书的资格，由它签发的证书不能使用。请换用受信任的 CA 机构签发的证书。`,
    en: ({ name }) =>
      `“${name}” may not issue certificates, so one it issued cannot be used. Use one from a trusted authority.`,
  },
  'certificate.path-too-long': {
    'zh-CN': ({ name }) => `“${name}”的证书签发层级过多，不能使用。请换用受信任的 CA 机构签发的证书。`,
    en: ({ name }) =>
      `The certificate of “${name}” has too many authorities above it and cannot be used. Use one from a trusted authority.`,
  },
  'certificate.wrong-role': {
    'zh-CN': ({ name }) => `“${name}”的证书不是为这一用途签发的，不予采用。请换用正确的证书，或联系签发机构。`,
    en: ({ name }) =>
      `The certificate of “${name}” was not issued for this role. Use the right one or ask its authority.`,
  },
  'certificate.wrong-key-usage': {
    'zh-CN': ({ name }) => `“${name}”的这张证书不能用于此项操作（签名证书和加密证书不能混用）。请换用对应用途的证书。`,
    en: ({ name }) =>
      `This certificate of “${name}” is not meant for this act (signing and encryption have separate ones). Use the right one.`,
  },
  'certificate.unhandled-extension': {
    'zh-CN': ({ name }) => `“${name}”的证书带有本软件不认识的限制条件，不能使用。请更新本软件，或换用其他证书。`,
    en: ({ name }) =>
      `The certificate of “${name}” carries a restriction this software does not know. Update the software or use another certificate.`,
  },
  'certificate-request.unreadable': {
    'zh-CN': () => '证书申请内容无法识别，可能已损坏。请重新申请。',
    en: () => 'The certificate request cannot be read; it may be damaged. Apply again.',
  },
  'certificate-request.bad-signature': {
    'zh-CN': () => '证书申请的签名不正确，无法确认申请人持有密钥。请重新申请。',
    en: () => 'The signature on the certificate request is wrong, so the key is not proven. Apply again.',
  },
  'revocation-list.unreadable': {
    'zh-CN': () => '证书注销列表无法识别，可能已损坏。请稍后重新获取。',
    en: () => 'The list of revoked certificates cannot be read; it may be damaged. Obtain it again later.',
  },
  'signed-data.unreadable': {
    'zh-CN': () => '签名数据无法识别，可能已损坏。请重新获取该文件。',
    en: () => 'The signed data cannot be read; it may be damaged. Obtain the file again.',
  },
  'signed-data.content-differs': {
    'zh-CN': () => '签名所对应的内容与当前内容不一致，内容可能已被改动。请核对文件来源。',
    en: () =>
      'The signature belongs to other content than this; it may have been altered. Check where the file came from.',
  },
  'signed-data.bad-signature': {
    'zh-CN': () => '签名验证不通过，内容或签名可能已被改动。请核对文件来源。',
    en: () =>
      'The signature does not hold; the content or the signature may have been altered. Check where the file came from.',
  },
  'time-stamp.unreadable': {
    'zh-CN': () => '时间戳无法读取，可能已损坏。请重新获取该文件，或以签章人声明的时间为准。',
    en: ({ reason }) =>
      `The time stamp cannot be read (${reason}). Obtain the file again, or go by the time that the signer claims.`,
  },
  'time-stamp.refused': {
    'zh-CN': () => '时间戳机构没有出具时间戳。请稍后再试。',
    en: ({ status }) => `The time-stamp authority gave no time stamp (status ${status}). Try again later.`,
  },
  'envelope.damaged': {
    'zh-CN': () => '加密信封已损坏，无法打开。请重新获取文件，或换一份备份再试。',
    en: () => 'The encrypted envelope is damaged and cannot be opened. Obtain the file again or try a backup copy.',
  },
  'envelope.recipient-count': {
    'zh-CN': ({ count, limit }) => `参与加密的证书须为 1 至 ${limit} 张，现在是 ${count} 张。请调整后重试。`,
    en: ({ count, limit }) =>
      `Choose 1 to ${limit} certificates to encrypt to; there are ${count}. Change the choice and try again.`,
  },
  'envelope.too-large': {
    'zh-CN': () => '参与加密的证书信息过多，超出了文件格式的限制。请减少证书后重试。',
    en: () => 'The chosen certificates take more room than the format allows. Choose fewer and try again.',
  },
} as const satisfies Partial<Sentences>

import type { Sentences } from './sentence.ts'

export const cosignSentences = {
  'pin.wrong': {
    'zh-CN': ({ triesLeft }) => `证书密码不正确，还可以再试 ${triesLeft} 次；用完后证书会被锁定。请核对后重新输入。`,
    en: ({ triesLeft }) =>
      `The PIN is not right; ${triesLeft} more tries are left before the certificate is locked. Check it and enter it again.`,
  },
  'pin.locked': {
    'zh-CN': () => '证书密码连续输错五次，证书已被锁定。请办理证书找回。',
    en: () => 'The PIN was wrong five times, so the certificate is locked. Apply to retrieve the certificate.',
  },
  'cosign.device-unknown': {
    'zh-CN': () => '服务器不认识这台手机，可能已更换手机或清除过数据。请在这台手机上重新办理证书。',
    en: () =>
      'The server does not know this phone; it may have been replaced or cleared. Apply for certificates on it again.',
  },
  'cosign.key-unknown': {
    'zh-CN': () => '这台手机上没有这张证书的密钥。请选择其他证书，或重新办理。',
    en: () => 'The key of this certificate is not on this phone. Choose another certificate or apply again.',
  },
  'cosign.key-exists': {
    'zh-CN': () => '这张证书的密钥已经存在，为避免覆盖，没有重新生成。请直接使用原有证书。',
    en: () => 'The key of this certificate exists already and was not replaced. Use the certificate you have.',
  },
  'cosign.record-damaged': {
    'zh-CN': () => '这台手机上保存的证书密钥已损坏，无法再使用。请办理证书找回，或改用其他证书。',
    en: () =>
      'The key of this certificate, as this phone keeps it, is damaged and cannot be used. Retrieve the certificate, or use another.',
  },
  'cosign.proof-invalid': {
    'zh-CN': () => '生成密钥时双方核对不一致，密钥没有启用。请重新生成。',
    en: () => 'Phone and server did not agree while making the key, so it was not put to use. Make it again.',
  },
  'cosign.stale-attempt': {
    'zh-CN': () => '这次操作已被后来的操作取代，没有执行。请重新操作一次。',
    en: () => 'A later operation took the place of this one, so it was not carried out. Do it once more.',
  },
  'cosign.copy-detected': {
    'zh-CN': () =>
      '同一密钥出现了两份：可能是手机恢复过备份，也可能是数据被他人复制。为安全起见证书已停用。如果不是您恢复的备份，请立即注销证书；否则请办理证书找回。',
    en: () =>
      'Two copies of one key were in use: the phone may have been restored from a backup, or someone copied its data. The certificate was stopped. If you restored nothing, revoke it at once; otherwise retrieve it.',
  },
  'cosign.server-rolled-back': {
    'zh-CN': () => '服务器的记录比手机旧，可能恢复过旧数据。为保护密钥，操作已暂停，密码次数不受影响。请联系技术支持。',
    en: () =>
      'The server’s record is older than the phone’s; it may have been restored. Work is paused to protect the key, and no PIN try was counted. Contact support.',
  },
  'cosign.answer-invalid': {
    'zh-CN': () => '服务器的应答没有通过手机的核对，结果已丢弃，密钥没有变化。请重试；若仍出现，请联系技术支持。',
    en: () =>
      'The server’s answer did not pass the phone’s checks. It was discarded and the key is unchanged. Try again; if it recurs, contact support.',
  },
  'cosign.unreachable': {
    'zh-CN': () => '手机连不上服务器，本次操作没有完成。请检查网络后重试。',
    en: () => 'The phone could not reach the server, so the operation did not finish. Check the network and try again.',
  },
  'cosign.quota-used': {
    'zh-CN': ({ retryAfterMs }) =>
      `这张证书的解密次数已达上限。请在 ${Math.ceil(retryAfterMs / 60_000)} 分钟后重试；若不是您在解密，请立即注销证书。`,
    en: ({ retryAfterMs }) =>
      `This certificate has reached its limit of decryptions. Try again in ${Math.ceil(retryAfterMs / 60_000)} minutes; if it was not you, revoke it at once.`,
  },
} as const satisfies Partial<Sentences>

import type { Sentences } from './sentence.ts'

export const phoneSentences = {
  'phone.code-malformed': {
    'zh-CN': () => '二维码格式错误。这不是投标工具或开标大厅的二维码，请对准电脑上的二维码重试。',
    en: () => 'Wrong code: this QR code is not one of the bid tool or the opening hall. Scan the one on the computer.',
  },
  'phone.code-not-found': {
    'zh-CN': () => '没有找到二维码。请让二维码完整出现在画面里，再试一次。',
    en: () => 'No QR code was found. Make sure the whole code is in the picture and try again.',
  },
  'phone.camera-unavailable': {
    'zh-CN': () => '无法使用相机。请在系统设置中允许使用相机，或改用图片、输入六位数字。',
    en: () => 'The camera cannot be used. Allow it in the system settings, or use a picture or the six digits.',
  },
  'phone.capture-unavailable': {
    'zh-CN': () => '看不到电脑窗口。请确认投标工具已打开，或改用图片、输入六位数字。',
    en: () => "The computer's window cannot be seen. Open the bid tool, or use a picture or the six digits.",
  },
  'phone.ticket-forged': {
    'zh-CN': () => '收到的内容与二维码不一致，可能被人改动过，未做任何签署。请在电脑上刷新二维码后重新扫码。',
    en: () => 'The request does not match its QR code and may have been altered. Nothing was signed; refresh the code.',
  },
  'phone.ticket-over': {
    'zh-CN': ({ state }) =>
      ({
        answered: '该请求已经处理完成，无需再次扫码。',
        refused: '该请求已被拒绝。请在电脑上重新生成二维码。',
        cancelled: '电脑上已取消该请求。如仍需办理，请在电脑上重新生成二维码。',
        expired: '二维码已失效。请在电脑上点击刷新后重新扫码。',
      })[state],
    en: ({ state }) => `This request is over (${state}). Make a new QR code on the computer.`,
  },
  'phone.number-broken': {
    'zh-CN': () => '电脑与手机的核对数字对不上，可能有人从中改动，未做任何签署。请改用扫码。',
    en: () => 'The comparison number of the computer is inconsistent. Nothing was signed; scan the QR code instead.',
  },
  'phone.certificate-missing': {
    'zh-CN': () => '证书不存在。本手机上没有该单位的可用证书，请先在“证书”中下载。',
    en: () => 'No certificate: this phone holds no usable certificate of that enterprise. Download one first.',
  },
  'phone.certificate-expired': {
    'zh-CN': ({ authorityName }) => `证书已过期，无法使用（${authorityName}）。请续期或换用其他证书。`,
    en: ({ authorityName }) => `The certificate of ${authorityName} has expired. Renew it or use another one.`,
  },
  'phone.seal-certificate-missing': {
    'zh-CN': () => '签章证书不匹配或不存在。请使用第一次扫码时选择的证书所在的手机。',
    en: () => 'The sealing certificate does not match. Use the phone that holds the certificate of the first scan.',
  },
  'phone.not-recipient': {
    'zh-CN': () => '该投标文件未选择您的证书，无法解密，文件没有受到影响。请由生成标书时选择的同事扫码。',
    en: () => 'This bid file was not encrypted to your certificate. Nothing is lost; a chosen colleague must scan.',
  },
  'phone.signer-not-recipient': {
    'zh-CN': () =>
      '该投标文件由您签署，但当时没有选择您的证书参与加密，不能由您增加证书。请在电脑上重新生成投标文件，并选上需要的证书。',
    en: () => 'You signed this bid file but cannot open it, so you cannot add certificates. Generate the file again.',
  },
  'phone.recipient-untrusted': {
    'zh-CN': ({ personName }) => `${personName} 的证书无法通过验证，未加入加密证书。请不要选择该证书，并联系 CA 机构。`,
    en: ({ personName }) => `The certificate of ${personName} could not be verified and was not used.`,
  },
  'phone.header-mismatch': {
    'zh-CN': () => '投标文件与电脑上显示的项目不一致，未释放解密密钥。请在电脑上重新选择文件。',
    en: () => 'The bid file is not the one the computer names. The key was not released; choose the file again.',
  },
  'phone.signature-wrong': {
    'zh-CN': () => '生成的签名未通过手机自己的验证，没有发送。请重试；若仍出现，请联系技术支持。',
    en: () => 'The signature failed the own check of the phone and was not sent. Try again.',
  },
  'phone.seal-mismatch': {
    'zh-CN': ({ documentName }) => `“${documentName}”要用的印章与本证书的印章不一致，未签章。请在电脑上重新选择印章。`,
    en: ({ documentName }) =>
      `The seal asked for on ${documentName} is not one of this certificate. It was not sealed.`,
  },
  'phone.push-forged': {
    'zh-CN': () => '收到一条不属于当前会话的签章请求，已拦截，未做任何签署。',
    en: () => 'A sealing request that does not belong to this session was blocked. Nothing was signed.',
  },
  'phone.pin-differs': {
    'zh-CN': () => '两次输入的证书密码不一致。请重新设置。',
    en: () => 'The two certificate PINs differ. Set the PIN again.',
  },
} as const satisfies Partial<Sentences>

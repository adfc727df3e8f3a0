import type { Sentences } from './sentence.ts'

export const serverSentences = {
  // request (what the server says of any request)
  'request.unauthorized': {
    'zh-CN': () => '登录已失效，或这台设备不是当时登录的设备。请重新登录或重新扫码。',
    en: () => 'You are not signed in, or this is not the device that signed in. Sign in or scan again.',
  },
  'request.forbidden': {
    'zh-CN': () => '当前身份无权进行此操作。请换用有权限的账号或证书。',
    en: () => 'This identity may not do that. Use an account or certificate that may.',
  },
  'request.foreign': {
    'zh-CN': () => '请求来自不认识的地址，已被拒绝。请从本软件中操作。',
    en: () => 'The request came from an unknown address and was refused. Use this software itself.',
  },
  'request.not-found': {
    'zh-CN': () => '要找的内容不存在或已被移除。请刷新后重试。',
    en: () => 'What was asked for does not exist or was removed. Refresh and try again.',
  },
  'request.too-many': {
    'zh-CN': ({ retryAfterMs }) => `操作太频繁。请在 ${Math.ceil(retryAfterMs / 1000)} 秒后再试。`,
    en: ({ retryAfterMs }) => `Too many tries. Try again in ${Math.ceil(retryAfterMs / 1000)} seconds.`,
  },
  'request.replayed': {
    'zh-CN': () => '这个请求已经处理过了，没有再次执行。请刷新查看结果。',
    en: () => 'This request was already handled and was not done twice. Refresh to see the result.',
  },
  'request.clock-differs': {
    'zh-CN': () => '本机时间与服务器相差太大。请稍候，软件会自动校准后重试。',
    en: () => "This device's clock differs too much from the server's. Wait a moment; it is set right and tried again.",
  },

  // account
  'account.code-wrong': {
    'zh-CN': ({ triesLeft }) => `验证码不正确，还可以试 ${triesLeft} 次。请核对短信后重新输入。`,
    en: ({ triesLeft }) => `The code is wrong; ${triesLeft} tries are left. Check the message and enter it again.`,
  },
  'account.code-expired': {
    'zh-CN': () => '验证码已失效。请重新获取验证码。',
    en: () => 'The code is no longer valid. Ask for a new one.',
  },
  'account.messages-unavailable': {
    'zh-CN': () => '短信服务尚未接通，收不到验证码。请联系平台管理员。',
    en: () => 'No message service is connected, so no code can arrive. Contact the administrator.',
  },
  'account.real-name-missing': {
    'zh-CN': () => '尚未实名认证，无法操作。请先完成实名认证。',
    en: () => 'The real-name check is missing, so nothing can be done. Complete it first.',
  },

  // ticket
  'ticket.code-unreadable': {
    'zh-CN': () => '二维码格式错误，不是本软件的二维码。请扫描投标工具或开标大厅显示的二维码。',
    en: () => 'This is not a code of this software. Scan the code that the bid tool or the opening hall shows.',
  },
  'ticket.expired': {
    'zh-CN': () => '二维码已失效。请在电脑上点击刷新后重新扫码。',
    en: () => 'The code is no longer valid. Refresh it on the computer and scan again.',
  },
  'ticket.closed': {
    'zh-CN': () => '这次操作已经结束。请在电脑上重新发起。',
    en: () => 'This act is already over. Start it again on the computer.',
  },
  'ticket.scanned-by-other': {
    'zh-CN': () => '二维码已被其他人扫过。请在电脑上点击刷新后重新扫码。',
    en: () => 'Somebody else has scanned this code. Refresh it on the computer and scan again.',
  },
  'ticket.code-unknown': {
    'zh-CN': () => '没有找到这个六位码。请核对电脑上显示的数字；码过期后会变化。',
    en: () => 'No open act has these six digits. Check the digits on the computer; they change when they expire.',
  },
  'ticket.altered': {
    'zh-CN': () => '收到的内容与二维码不符，可能被篡改，已停止。请不要继续，并联系技术支持。',
    en: () => 'What arrived does not match the code and may have been tampered with. Stop and contact support.',
  },
  'ticket.account-mismatch': {
    'zh-CN': () => '当前账号没有这次操作所要求的证书。请用指定单位、指定证书的手机扫码。',
    en: () => "This account does not hold the certificate that is asked for. Scan with the right person's phone.",
  },
  'ticket.answer-missing': {
    'zh-CN': () => '手机尚未完成确认。请先在手机上完成。',
    en: () => 'The phone has not confirmed yet. Finish on the phone first.',
  },
  'ticket.desktop-silent': {
    'zh-CN': () => '电脑没有响应。请确认电脑上的二维码仍在显示，然后重试。',
    en: () => 'The computer does not answer. Check that its code is still shown, then try again.',
  },

  // session
  'session.ended': {
    'zh-CN': () => '会话已结束。请重新扫码建立会话。',
    en: () => 'The session has ended. Scan again to open a new one.',
  },
  'session.push-invalid': {
    'zh-CN': () => '收到的会话请求未通过验证，已拒绝。请结束会话并重新扫码。',
    en: () => 'A request of the session failed its check and was refused. End the session and scan again.',
  },

  // certificate application
  'application.request-invalid': {
    'zh-CN': ({ reason }) => `证书申请未通过检查（${reason}）。请重新下载证书。`,
    en: ({ reason }) => `The certification request failed its check (${reason}). Download the certificate again.`,
  },
  'application.issued-before': {
    'zh-CN': () => '这张证书已经下载到另一组密钥，不能再次下载。请办理证书找回。',
    en: () => 'This certificate was already issued to other keys. Apply for certificate retrieval.',
  },

  // upload
  'upload.deadline-passed': {
    'zh-CN': () => '投标截止时间已过，平台不再接收投标文件。请联系招标代理。',
    en: () => 'The deadline has passed and no bid is accepted any more. Contact the agency.',
  },
  'upload.content-differs': {
    'zh-CN': () => '收到的文件与申报的大小或校验码不一致，未保存。请重新上传。',
    en: () => 'What arrived differs from the announced size or digest and was not kept. Upload it again.',
  },
  'upload.incomplete': {
    'zh-CN': () => '文件尚未上传完成。请先完成上传。',
    en: () => 'The file has not arrived completely. Finish the upload first.',
  },
  'upload.replaced': {
    'zh-CN': () => '平台已不再保留这次上传，可能已被本单位之后的上传取代。请重新上传。',
    en: () =>
      'The platform no longer keeps this upload; a later one of the same bidder may have replaced it. Upload again.',
  },
  'upload.too-large': {
    'zh-CN': ({ limitInBytes }) =>
      `文件超过平台限制（${Math.floor(limitInBytes / 1_048_576)} 兆字节）。请减小文件后重新生成。`,
    en: ({ limitInBytes }) =>
      `The file is above the limit of ${Math.floor(limitInBytes / 1_048_576)} MB. Make it smaller and generate again.`,
  },

  // opening
  'opening.too-early': {
    'zh-CN': () => '还没有到时间，不能进行这一步。请等到开标安排的时间再操作。',
    en: () => 'It is too early for this step. Wait for the scheduled time.',
  },
  'opening.wrong-stage': {
    'zh-CN': () => '标段当前的开标阶段不能进行这一步。请刷新查看当前阶段。',
    en: () => "The section's present stage does not allow this. Refresh to see the stage.",
  },
  'opening.decrypting-goes-on': {
    'zh-CN': () => '仍有投标人未解密，解密时间也未结束。请等全部解密或时间结束。',
    en: () => 'Some bids are not open yet and the time is not over. Wait for either.',
  },
  'opening.not-a-bidder': {
    'zh-CN': () => '贵单位没有在本标段投标，不能签到。请核对所选标段。',
    en: () => 'Your enterprise has no bid in this section, so it cannot check in. Check the section.',
  },
} as const satisfies Partial<Sentences>

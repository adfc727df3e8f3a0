import type { Sentences } from './sentence.ts'

export const everywhereSentences = {
  // any boundary
  'input.invalid': {
    'zh-CN': ({ field }) => `填写的内容不符合要求（${field}）。请检查后重试。`,
    en: ({ field }) => `The input is not acceptable (${field}). Check it and try again.`,
  },
  'task.cancelled': {
    'zh-CN': () => '操作已取消。',
    en: () => 'The operation was cancelled.',
  },
  internal: {
    'zh-CN': ({ reportId }) => `出错了，编号 ${reportId}。请重试；若仍出现，请把编号告诉技术支持。`,
    en: ({ reportId }) =>
      `Something went wrong, report ${reportId}. Try again; if it recurs, give support this number.`,
  },

  // server, as its clients see it
  'server.unreachable': {
    'zh-CN': () => '连接不上服务器。已完成的内容都已保存，请检查网络后重试。',
    en: () => 'The server cannot be reached. What was done is saved; check the network and try again.',
  },
  'server.answer-invalid': {
    'zh-CN': ({ path }) => `服务器的答复不符合约定（${path}）。请确认软件为最新版本后重试。`,
    en: ({ path }) =>
      `The server's answer does not follow the protocol (${path}). Check that the software is up to date.`,
  },

  // asn1
  'der.invalid': {
    'zh-CN': ({ offset, reason }) => `数据在第 ${offset} 字节处损坏（${reason}）。请重新获取该文件。`,
    en: ({ offset, reason }) => `The data is damaged at byte ${offset} (${reason}). Obtain the file again.`,
  },
  'server.address-unsafe': {
    'zh-CN': ({ address }) =>
      `设置的服务器地址“${address}”不安全或无法识别，没有连接。请改用以 https:// 开头的地址；http:// 只能用于本机。`,
    en: ({ address }) =>
      `The server address “${address}” is unsafe or unreadable and was not used. Set one with https://; http:// is for this computer only.`,
  },
  'settings.damaged': {
    'zh-CN': ({ path }) =>
      `设置文件无法读取，不能确定要连接哪个服务器，没有启动。请修正该文件；没有设置过服务器的，也可以删除它后重新启动：${path}`,
    en: ({ path }) =>
      `The settings cannot be read, so it is not known which server to use, and nothing was started. Mend the file; where no server was ever set, it may also be deleted: ${path}`,
  },
  'clock.differs': {
    'zh-CN': () =>
      '本机时间与服务器时间相差超过一天，无法判断证书是否有效，已停止。请校准电脑时间后重试；电脑时间没错时请联系平台。',
    en: () =>
      "This computer's time and the server's are more than a day apart, so certificates cannot be judged. Set this computer's clock and try again; if it is right, contact the platform.",
  },
} as const satisfies Partial<Sentences>

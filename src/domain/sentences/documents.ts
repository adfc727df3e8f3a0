import type { Sentences } from './sentence.ts'

export const documentsSentences = {
  // pdf
  'pdf.not-pdf': {
    'zh-CN': () => '这个文件不是 PDF。请另存为或导出为 PDF 后再试。',
    en: () => 'This file is not a PDF. Export it as PDF and try again.',
  },
  'pdf.encrypted': {
    'zh-CN': () => '这个 PDF 已加密，无法签章。请去掉密码，重新导出后再试。',
    en: () => 'This PDF is encrypted and cannot be sealed. Remove the password, export it again and retry.',
  },
  'pdf.xfa': {
    'zh-CN': () => '这个 PDF 是动态表单，各软件显示不一，无法签章。请打印为 PDF 后再试。',
    en: () => 'This PDF is a dynamic form that looks different in each viewer. Print it to PDF and try again.',
  },
  'pdf.locked': {
    'zh-CN': () => '这个 PDF 的作者禁止任何改动，加盖印章会使原有签名失效。请向作者索取可签章的版本。',
    en: () =>
      'The author of this PDF forbids every change, so a seal would break it. Ask for a version that allows seals.',
  },
  'pdf.damaged': {
    'zh-CN': ({ offset }) => `这个 PDF 结构有误（第 ${offset} 字节）。请重新导出或打印为 PDF 后再试。`,
    en: ({ offset, reason }) => `This PDF is malformed (byte ${offset}, ${reason}). Export or print it to PDF again.`,
  },
  'pdf.too-large': {
    'zh-CN': ({ limitInBytes }) =>
      `这个 PDF 超过 ${Math.floor(limitInBytes / 1_048_576)} MB，无法签章。请压缩图片或拆分文件。`,
    en: ({ limitInBytes }) =>
      `This PDF is above ${Math.floor(limitInBytes / 1_048_576)} MB and cannot be sealed. Compress its pictures or split it.`,
  },
  'pdf.field-exists': {
    'zh-CN': ({ fieldName }) => `这个 PDF 已有名为 ${fieldName} 的签章。请重试。`,
    en: ({ fieldName }) => `This PDF already has a seal called ${fieldName}. Try again.`,
  },
  'pdf.no-such-page': {
    'zh-CN': ({ page, pageCount }) => `要盖章的第 ${page} 页不存在，文件共 ${pageCount} 页。请重新选择位置。`,
    en: ({ page, pageCount }) =>
      `Page ${page} does not exist, the file has ${pageCount} pages. Choose the place again.`,
  },
  'pdf.seal-outside-page': {
    'zh-CN': ({ page }) => `第 ${page} 页的印章超出了页面。请移到页面之内。`,
    en: ({ page }) => `The seal on page ${page} reaches beyond the page. Move it inside.`,
  },
  'pdf.picture-invalid': {
    'zh-CN': ({ reason }) =>
      reason === 'too-large' ? '印章图片太大。请联系制章中心重新制作。' : '印章图片无法读取。请联系制章中心重新制作。',
    en: ({ reason }) => `The seal's picture cannot be used (${reason}). Ask the seal maker for a new one.`,
  },
  'pdf.hole-too-small': {
    'zh-CN': ({ neededInBytes, availableInBytes }) =>
      `签名数据有 ${neededInBytes} 字节，预留的 ${availableInBytes} 字节放不下。请重新签章。`,
    en: ({ neededInBytes, availableInBytes }) =>
      `The signature has ${neededInBytes} bytes, only ${availableInBytes} were reserved. Seal again.`,
  },
  'pdf.cross-page-needs-two': {
    'zh-CN': () => '骑缝章至少需要两页。请多选几页，或改盖普通章。',
    en: () => 'A cross-page seal needs at least two pages. Choose more pages or an ordinary seal.',
  },

  // seal
  'seal.unreadable': {
    'zh-CN': () => '印章数据无法读取。请联系制章中心重新下发印章。',
    en: ({ reason }) => `The seal cannot be read (${reason}). Ask the seal maker to issue it again.`,
  },
  'seal.version-unsupported': {
    'zh-CN': ({ version }) => `暂不支持第 ${version} 版电子印章。请联系制章中心换发第 4 版（国标 38540-2020）。`,
    en: ({ version }) =>
      `Seals of version ${version} are not supported yet. Ask the seal maker for version 4 (GB/T 38540-2020).`,
  },
  'seal-signature.unreadable': {
    'zh-CN': () => '签章数据无法读取，文件可能已损坏。请重新获取该文件。',
    en: ({ reason }) => `The seal's signature cannot be read (${reason}). Obtain the file again.`,
  },
  'seal-signature.version-unsupported': {
    'zh-CN': ({ version }) => `暂不支持第 ${version} 版签章数据，无法验证。请用出具该签章的软件验证。`,
    en: ({ version }) =>
      `Seal signatures of version ${version} are not supported yet. Verify with the software that made it.`,
  },
} as const satisfies Partial<Sentences>

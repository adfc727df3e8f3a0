import type { Sentences } from './sentence.ts'

export const desktopSentences = {
  // opening hall (the window)
  'opening.operator-missing': {
    'zh-CN': () => '还没有登录开标大厅，或登录已失效。请招标代理或招标人用标证通扫码登录后再操作。',
    en: () => 'Nobody is signed in to the hall. Sign in by scanning with a certificate of the agency or the tenderer.',
  },
  'opening.not-operator': {
    'zh-CN': ({ name }) =>
      `“${name}”不是本标段的招标人或招标代理，不能主持开标。请使用招标人或招标代理的证书扫码登录。`,
    en: ({ name }) => `“${name}” is neither tenderer nor agency of this section. Sign in with a certificate of theirs.`,
  },

  // act (a desktop waits for a phone)
  'act.refused': {
    'zh-CN': ({ reason, scannedBy }) =>
      ({
        declined: `${scannedBy}在手机上取消了操作。如需继续，请重新扫码。`,
        'no-certificate': `${scannedBy}的手机上没有可用的证书。请换用持有本单位证书的手机扫码。`,
        'not-recipient': `该投标文件未选择${scannedBy}的证书。请由参与加密的同事扫码。`,
        failed: `${scannedBy}的手机未能完成操作，原因见手机。请处理后重新扫码。`,
      })[reason],
    en: ({ reason, scannedBy }) => `The phone of ${scannedBy} did not complete the act (${reason}). Scan again.`,
  },
  'act.unanswered': {
    'zh-CN': () => '手机扫码后长时间没有确认，操作未完成。请重新扫码。',
    en: () => 'The phone scanned but did not confirm in time. Scan again.',
  },
  'act.answer-invalid': {
    'zh-CN': () => '手机的答复没有通过核对，结果未被采用。请重试；若仍出现，请联系技术支持。',
    en: () => "The phone's answer did not pass the checks and was not used. Try again; if it recurs, contact support.",
  },
  'certificate.wrong-holder': {
    'zh-CN': ({ name }) => `这是“${name}”的证书，与本工程的投标单位不一致。请使用投标单位的证书扫码。`,
    en: ({ name }) => `This certificate belongs to “${name}”, not to the bidder of this project. Use the bidder's.`,
  },

  // project
  'project.missing': {
    'zh-CN': () => '找不到这个工程，可能已被删除。请回到工程列表。',
    en: () => 'This project does not exist; it may have been removed. Go back to the list.',
  },
  'project.document-missing': {
    'zh-CN': () => '找不到这份文件，可能已被移除。请刷新后重试。',
    en: () => 'This document does not exist; it may have been removed. Refresh and try again.',
  },
  'project.document-damaged': {
    'zh-CN': ({ name }) =>
      `“${name}”存在本机的文件丢失或损坏，没有使用。请在目录中移除它，重新添加原来的文件；盖过的章要重新盖。`,
    en: ({ name }) =>
      `The stored file of “${name}” is missing or damaged and was not used. Remove it, add the original again and seal it again.`,
  },
  'credit-library.attachment-damaged': {
    'zh-CN': ({ name }) => `诚信库附件“${name}”存在本机的文件丢失或损坏，没有使用。请重新同步诚信库。`,
    en: ({ name }) =>
      `The stored attachment “${name}” of the credit library is missing or damaged and was not used. Sync the library again.`,
  },
  'project.section-unknown': {
    'zh-CN': () => '招标文件中没有这个标段。请重新选择。',
    en: () => 'The tender has no such section. Choose again.',
  },
  'project.bidder-missing': {
    'zh-CN': () => '尚未进行 CA 认证。请先完成第②步，让投标单位名称填入。',
    en: () => 'The bidder is not known yet. Do the second step, CA authentication, first.',
  },
  'project.not-ready': {
    'zh-CN': ({ problems }) => `标书检测还有 ${problems} 个问题。请在第⑥步逐条处理后再生成。`,
    en: ({ problems }) => `The check still finds ${problems} problems. Settle them in step six, then generate.`,
  },
  'project.opening-form-invalid': {
    'zh-CN': ({ reason }) => `开标一览表：${reason}。请修改后重试。`,
    en: ({ reason }) => `Opening form: ${reason}. Change it and try again.`,
  },
  'file.unreadable': {
    'zh-CN': ({ fileName }) => `无法读取“${fileName}”。请确认文件存在、没有被其他程序占用，然后重试。`,
    en: ({ fileName }) =>
      `“${fileName}” cannot be read. Check that it exists and no other program holds it, then retry.`,
  },
  'file.unwritable': {
    'zh-CN': ({ folder }) => `无法写入文件夹“${folder}”。请换一个有写入权限的位置。`,
    en: ({ folder }) => `The folder “${folder}” cannot be written to. Choose one that can.`,
  },
  'file.disk-full': {
    'zh-CN': ({ folder }) => `“${folder}”所在的磁盘空间不足。请清理后重试，或换一个位置。`,
    en: ({ folder }) => `The disk of “${folder}” is full. Free some space or choose another place.`,
  },
  'seal.not-genuine': {
    'zh-CN': ({ name }) => `印章“${name}”没有通过核对：不是可信的制章机构为该证书制作的。请勿使用，并联系技术支持。`,
    en: ({ name }) =>
      `The seal “${name}” was not made by a trusted maker for this certificate. Do not use it; contact support.`,
  },
  'file.changed': {
    'zh-CN': ({ fileName }) => `“${fileName}”在生成之后被改动过，不能再用。请重新生成投标文件。`,
    en: ({ fileName }) =>
      `“${fileName}” was changed after it was generated and cannot be used any more. Generate it again.`,
  },
  'seal.not-available': {
    'zh-CN': () => '所选印章不在当前证书可用的印章之内。请重新扫码获取印章。',
    en: () => 'The chosen seal is not among those of the present certificate. Scan again to get the seals.',
  },
  'download.differs': {
    'zh-CN': () => '下载到的文件与平台公布的内容不一致，没有使用。请重试；若仍出现，请联系平台核对原文件。',
    en: () =>
      'The downloaded file is not the one that the platform announced and was not used. Try again, else ask the platform.',
  },
} as const satisfies Partial<Sentences>

import type { Sentences } from './sentence.ts'

const statementFieldNames = {
  tender: '招标项目',
  section: '标段',
  socialCreditCode: '统一社会信用代码',
  manifest: '文件清单',
  payload: '加密内容',
  recipients: '参与加密证书',
}

export const bidFileSentences = {
  // zip
  'zip.damaged': {
    'zh-CN': ({ offset }) => `文件包在第 ${offset} 字节处损坏。请重新获取该文件。`,
    en: ({ offset, reason }) => `The archive is damaged at byte ${offset} (${reason}). Obtain the file again.`,
  },
  'zip.entry-compressed': {
    'zh-CN': ({ name }) => `文件包中的“${name}”经过压缩，不符合格式要求。请用生成它的软件重新制作。`,
    en: ({ name }) => `“${name}” in the archive is compressed, which the format forbids. Have the file made again.`,
  },
  'zip.entry-duplicate': {
    'zh-CN': ({ name }) => `文件名“${name}”出现了两次，无法确定以哪个为准。请改名后重新制作。`,
    en: ({ name }) => `The name “${name}” occurs twice, so neither can be trusted. Rename one and make the file again.`,
  },
  'zip.entry-unlisted': {
    'zh-CN': ({ name }) => `文件包中多出清单里没有的“${name}”，可能被人添加。请勿使用，并重新获取该文件。`,
    en: ({ name }) => `“${name}” is in the archive but not in its list; it may have been added. Obtain the file again.`,
  },
  'zip.entry-missing': {
    'zh-CN': ({ name }) => `文件包中缺少清单里的“${name}”。请重新获取该文件。`,
    en: ({ name }) => `“${name}” is listed but missing from the archive. Obtain the file again.`,
  },
  'zip.entry-changed': {
    'zh-CN': ({ name }) => `文件包中的“${name}”与清单不一致，内容已被改动。请重新获取该文件。`,
    en: ({ name }) => `“${name}” is not what the list says; it was changed. Obtain the file again.`,
  },
  'zip.name-unsafe': {
    'zh-CN': ({ name }) => `文件名“${name}”不安全或含有不允许的字符。请改名后重新制作。`,
    en: ({ name }) => `The file name “${name}” is unsafe or has characters that are not allowed. Rename the file.`,
  },
  'zip.source-changed': {
    'zh-CN': ({ name }) => `制作过程中“${name}”被改动。请关闭正在编辑它的软件，然后重新制作。`,
    en: ({ name }) => `“${name}” changed while it was being packed. Close what is editing it and start again.`,
  },

  // bid-file
  'bid-file.not-a-bid-file': {
    'zh-CN': () => '这不是投标文件。请选择扩展名为 .bdtf 的文件。',
    en: () => 'This is not a bid file. Choose a file whose name ends in .bdtf.',
  },
  'bid-file.version-unknown': {
    'zh-CN': ({ version }) => `投标文件的版本（${version}）比本软件新，无法读取。请升级本软件。`,
    en: ({ version }) => `The bid file has a version (${version}) that this program does not know. Update the program.`,
  },
  'bid-file.suite-unsupported': {
    'zh-CN': ({ suite }) =>
      `投标文件采用的加密算法（${suite}）本软件不支持，无法打开。请升级本软件，或用生成它的软件打开。`,
    en: ({ suite }) =>
      `The bid file is encrypted with an algorithm (${suite}) that this program does not have. Update the program, or open the file with the one that made it.`,
  },
  'bid-file.header-malformed': {
    'zh-CN': () => `投标文件的文件头损坏。请重新获取该文件。`,
    en: ({ reason }) => `The header of the bid file is damaged (${reason}). Obtain the file again.`,
  },
  'bid-file.header-changed': {
    'zh-CN': () => '投标文件的文件头与解密钥匙不符，已被改动或换成了别的文件。请核对文件后重试。',
    en: () => 'The header of the bid file does not belong to the key: it was changed or exchanged. Check the file.',
  },
  'bid-file.envelope-damaged': {
    'zh-CN': () => '投标文件的加密信封损坏，无法解密。请换用原始文件，或改用非加密投标文件。',
    en: () => 'The envelope of the bid file is damaged and cannot be opened. Use the original file or the plain copy.',
  },
  'bid-file.not-a-recipient': {
    'zh-CN': ({ recipients }) =>
      recipients.length > 0
        ? `该投标文件未选择您的证书。可用以下证书解密：${recipients.join('，')}。请其中一位扫码。`
        : '该投标文件未选择您的证书。请由生成标书时选择的同事扫码。',
    en: ({ recipients }) =>
      recipients.length > 0
        ? `This certificate cannot open the bid file. These can: ${recipients.join(', ')}. Use one of them.`
        : 'This certificate cannot open the bid file. Use one that was chosen when the file was made.',
  },
  'bid-file.truncated': {
    'zh-CN': ({ missingBytes }) => `投标文件不完整，至少缺少 ${missingBytes} 字节。请重新复制或下载。`,
    en: ({ missingBytes }) => `The bid file is incomplete: at least ${missingBytes} bytes are missing. Copy it again.`,
  },
  'bid-file.trailing-bytes': {
    'zh-CN': ({ extraBytes }) => `投标文件末尾多出 ${extraBytes} 字节，已被改动。请换用原始文件。`,
    en: ({ extraBytes }) =>
      `The bid file has ${extraBytes} bytes after its end: it was changed. Use the original file.`,
  },
  'bid-file.chunk-changed': {
    'zh-CN': ({ chunk }) => `投标文件第 ${chunk + 1} 块的内容已被改动或损坏。请换用原始文件。`,
    en: ({ chunk }) => `Block ${chunk + 1} of the bid file was changed or damaged. Use the original file.`,
  },
  'bid-file.chunks-reordered': {
    'zh-CN': ({ chunk, belongsAt }) =>
      `投标文件的内容顺序被改动：第 ${chunk + 1} 块处是第 ${belongsAt + 1} 块。请换用原始文件。`,
    en: ({ chunk, belongsAt }) =>
      `Blocks of the bid file were moved: block ${belongsAt + 1} stands at ${chunk + 1}. Use the original file.`,
  },
  'bid-file.manifest-invalid': {
    'zh-CN': () => `投标文件的清单不符合格式。请投标人重新生成。`,
    en: ({ reason }) => `The list inside the bid file is malformed (${reason}). The bidder must make it again.`,
  },
  'bid-file.statement-invalid': {
    'zh-CN': () => `投标人的签名声明无效。请换用原始文件。`,
    en: ({ reason }) => `The bidder's signed statement is not valid (${reason}). Use the original file.`,
  },
  'bid-file.statement-mismatch': {
    'zh-CN': ({ field }) =>
      `投标人签名的内容与文件不一致（${statementFieldNames[field]}），文件已被改动。请换用原始文件。`,
    en: ({ field }) => `The file is not what the bidder signed (${field}): it was changed. Use the original file.`,
  },
  'bid-file.signer-mismatch': {
    'zh-CN': () => '签名人不是这份投标文件的投标人，可能有人冒用他人的投标文件。请勿接受该文件。',
    en: () => 'The signer is not the bidder named in the file: the bid may be stolen. Do not accept the file.',
  },
  'bid-file.recipient-of-another': {
    'zh-CN': ({ name }) => `所选证书属于“${name}”，不是本单位的证书，不能用来加密。请重新选择参与加密的证书。`,
    en: ({ name }) => `A chosen certificate belongs to “${name}”, not to the bidder. Choose the recipients again.`,
  },

  // bid-file: 增加证书, 解密演练
  'bid-file.nobody-added': {
    'zh-CN': () => '所选证书都已经可以解密该投标文件，没有需要增加的证书。请选择其他同事的证书。',
    en: () => 'All chosen certificates can open this bid file already. Choose another one.',
  },
  'bid-file.not-rehearsed': {
    'zh-CN': () => '该投标文件还没有做过解密演练，没有可以写入证明的结果。请先做解密演练。',
    en: () => 'No certificate has been rehearsed with this bid file yet. Rehearse first.',
  },

  // verify
  'verify.unknown-file': {
    'zh-CN': () => '不认识这种文件。可以验证招标文件、已签章的 PDF、投标文件和非加密投标文件。',
    en: () => 'This kind of file is not known. Tender files, sealed PDFs, bid files and plain copies can be verified.',
  },

  // tender-file
  'tender-file.invalid': {
    'zh-CN': () => `这不是有效的招标文件。请重新下载。`,
    en: ({ reason }) => `This is not a valid tender file (${reason}). Download it again.`,
  },
  'tender-file.signature-invalid': {
    'zh-CN': () => '招标文件的签名无效，文件已被改动。请从交易平台重新下载。',
    en: () => 'The signature of the tender file does not hold: it was changed. Download it again from the platform.',
  },
} as const satisfies Partial<Sentences>

import type { Failure, FailureCode, FailureDetails } from './failure.ts'

export type Language = 'zh-CN' | 'en'

type Sentence<C extends FailureCode> = Record<Language, (details: FailureDetails[C]) => string>

/** The day in China, where every reader of these sentences is. */
const chinaDate = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10)

const statementFieldNames = {
  tender: '招标项目',
  section: '标段',
  socialCreditCode: '统一社会信用代码',
  manifest: '文件清单',
  payload: '加密内容',
  recipients: '参与加密证书',
}

/** What a person reads: what happened, why, and what to do next. Grouped as in `failure.ts`. */
export const failureSentences = {
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

  // pki
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
  'bid-file.snapshot-changed': {
    'zh-CN': () => '上次中断后文件有改动，不能接着生成。请重新生成标书。',
    en: () => 'Files changed since the interruption, so work cannot continue. Generate the bid file anew.',
  },

  // verify
  'verify.unknown-file': {
    'zh-CN': () => '不认识这种文件。可以验证已签章的 PDF、投标文件和非加密投标文件。',
    en: () => 'This kind of file is not known. Sealed PDFs, bid files and plain copies can be verified.',
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
  'opening.download-differs': {
    'zh-CN': () => '下载到的投标文件与平台回执上的校验码不一致，没有解密。请重试；若仍出现，请联系平台核对原文件。',
    en: () =>
      'The downloaded bid file is not the one in the receipt and was not decrypted. Try again, else ask the platform.',
  },

  // phone
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

  // cosign
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
  'seal.not-available': {
    'zh-CN': () => '所选印章不在当前证书可用的印章之内。请重新扫码获取印章。',
    en: () => 'The chosen seal is not among those of the present certificate. Scan again to get the seals.',
  },
} as const satisfies { [C in FailureCode]: Sentence<C> }

/** The sentence of a failure in one language. */
export function sentenceOf(failure: Failure, language: Language = 'zh-CN'): string {
  const sentence = failureSentences[failure.code][language] as (details: unknown) => string
  return sentence(failure.details)
}

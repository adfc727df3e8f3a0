import type { BidProject } from '../../contract/bid-project.ts'
import { tailText } from '../../domain/tail-text.ts'
import type { StoredBidFile } from './repository.ts'

const dateTime = (ms: number) =>
  new Date(ms).toLocaleString('zh-CN', { dateStyle: 'long', timeStyle: 'medium', hour12: false })

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** 谁能开标: one printed page to pin up beside the phone list, with the certificates' validity. */
export function openersSheet(bid: StoredBidFile, { tender, bidder }: BidProject): string {
  const rows = bid.recipients.map((recipient, i) => {
    const warning = recipient.expiresBeforeOpening ? '开标前到期，届时不能解密' : '可以解密'
    const cells = [String(i + 1), recipient.personName, recipient.authorityName, recipient.serialNumber]
    return [...cells, dateTime(recipient.notAfter), tailText(recipient.fingerprintTail), warning]
  })
  const facts = [
    ['招标项目', `${tender.name}（${tender.code}）`],
    ['标段', tender.sectionName],
    ['投标单位', bidder?.enterpriseName ?? ''],
    ['开标时间', dateTime(tender.opensAt)],
    ['投标文件', bid.bidFileName],
    ['哈希码值（SM3）', bid.digest],
    ['生成时间', dateTime(bid.generatedAt)],
  ]
  const heads = ['序号', '姓名', '发证机构', '证书序列号', '有效期至', '指纹尾码', '说明']
  const line = (tag: 'td' | 'th', cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>谁能开标</title><style>
body{font:11pt/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif;margin:0}
h1{font-size:20pt;text-align:center}table{border-collapse:collapse;width:100%;margin:8pt 0}
td,th{border:.6pt solid #555;padding:3pt 6pt;text-align:left;word-break:break-all}th{background:#f0f3f7}
</style><h1>谁能开标</h1><table>${facts.map(([name, value]) => `<tr><th style="width:24%">${name}</th><td>${escaped(value ?? '')}</td></tr>`).join('')}</table>
<p>开标时，以下任意一人用手机扫码即可解密，其他证书不能解密：</p>
<table>${line('th', heads)}${rows.map((row) => line('td', row)).join('')}</table>
<p>请在开标前确认：上述人员到场或可联系，手机电量充足，证书在有效期内且未更换手机。证书续期、注销或更换手机后，原证书不能再解密本文件。</p></html>`
}

import type { GeneratedBid } from '../../contract/bid-output.ts'
import type { BidProject } from '../../contract/bid-project.ts'
import { tailText } from '../../domain/tail-text.ts'

const dateTime = (ms: number) =>
  new Date(ms).toLocaleString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'long',
    timeStyle: 'medium',
    hour12: false,
  })

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A sheet names the file by its digest. */
type PrintedBid = GeneratedBid & { digest: string }

/** 谁能开标: one printed page to pin up beside the phone list, with the certificates' validity. */
export function openersSheet(bid: PrintedBid, project: BidProject): string {
  return page('谁能开标', {
    facts: factsOf(bid, project),
    lead: '开标时，以下任意一人用手机扫码即可解密，其他证书不能解密：',
    heads: ['序号', '姓名', '发证机构', '证书序列号', '有效期至', '指纹尾码', '说明'],
    rows: bid.recipients.map((recipient, i) => {
      const warning = recipient.expiresBeforeOpening ? '开标前到期，届时不能解密' : '可以解密'
      const cells = [String(i + 1), recipient.personName, recipient.authorityName, recipient.serialNumber]
      return [...cells, dateTime(recipient.notAfter), tailText(recipient.fingerprintTail), warning]
    }),
    end: '请在开标前确认：上述人员到场或可联系，手机电量充足，证书在有效期内且未更换手机。证书续期、注销或更换手机后，原证书不能再解密本文件。',
  })
}

/** 演练证明: when each certificate was last tried with this very file, and what came of it. */
export function rehearsalSheet(bid: PrintedBid, project: BidProject, now: number): string {
  const passed = bid.recipients.filter(({ rehearsal }) => rehearsal?.outcome === 'opened').length
  return page('解密演练证明', {
    facts: [
      ...factsOf(bid, project),
      ['演练结果', `${bid.recipients.length} 本参与加密证书，已通过 ${passed} 本`],
      ['出具时间', dateTime(now)],
    ],
    lead: '以下证书逐一用手机取出了本文件的密钥并核对了文件头，没有打开标书内容：',
    heads: ['序号', '姓名', '发证机构', '证书序列号', '指纹尾码', '演练时间', '结果'],
    rows: bid.recipients.map(({ personName, authorityName, serialNumber, fingerprintTail, rehearsal }, i) => [
      String(i + 1),
      personName,
      authorityName,
      serialNumber,
      tailText(fingerprintTail),
      rehearsal === null ? '' : dateTime(rehearsal.at),
      rehearsal === null ? '未演练' : rehearsal.outcome === 'opened' ? '通过' : '未通过：文件的加密信封损坏',
    ]),
    end: '每项结果由证书持有人在手机上输入证书密码后签名，签名已由投标工具验证并留存。演练之后证书注销、到期或更换手机的，开标时不能解密。',
  })
}

function factsOf(bid: PrintedBid, { tender, bidder }: BidProject): [string, string][] {
  return [
    ['招标项目', `${tender.name}（${tender.code}）`],
    ['标段', tender.sectionName],
    ['投标单位', bidder?.enterpriseName ?? ''],
    ['开标时间', dateTime(tender.opensAt)],
    ['投标文件', bid.bidFileName],
    ['哈希码值（SM3）', bid.digest],
    ['生成时间', dateTime(bid.generatedAt)],
  ]
}

interface Sheet {
  facts: [string, string][]
  lead: string
  heads: string[]
  rows: string[][]
  end: string
}

function page(title: string, { facts, lead, heads, rows, end }: Sheet): string {
  const line = (tag: 'td' | 'th', cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${title}</title><style>
body{font:11pt/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif;margin:0}
h1{font-size:20pt;text-align:center}table{border-collapse:collapse;width:100%;margin:8pt 0}
td,th{border:.6pt solid #555;padding:3pt 6pt;text-align:left;word-break:break-all}th{background:#f0f3f7}
</style><h1>${title}</h1><table>${facts.map(([name, value]) => `<tr><th style="width:24%">${name}</th><td>${escaped(value)}</td></tr>`).join('')}</table>
<p>${lead}</p>
<table>${line('th', heads)}${rows.map((row) => line('td', row)).join('')}</table>
<p>${end}</p></html>`
}

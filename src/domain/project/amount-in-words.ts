// 中文大写金额, as 《支付结算办法》附一 《正确填写票据和结算凭证的基本规定》 has amounts written.

const digits = '零壹贰叁肆伍陆柒捌玖'
const units = [
  [1000, '仟'],
  [100, '佰'],
  [10, '拾'],
  [1, ''],
] as const

/**
 * The amount in capital Chinese numerals: "壹佰贰拾叁万零肆佰伍拾陆元柒角捌分". Takes yuan with at most two decimals
 * and at most 15 digits before the point; null for anything else.
 */
export function amountInWords(amount: string): string | null {
  const match = /^(0|[1-9]\d{0,14})(?:\.(\d{1,2}))?$/.exec(amount)
  if (!match) return null
  const [jiao, fen] = (match[2] ?? '').padEnd(2, '0').split('').map(Number) as [number, number]
  const yuan = integerInWords(Number(match[1]))
  if (yuan === '' && jiao === 0 && fen === 0) return '零元整'
  const whole = yuan === '' ? '' : `${yuan}元`
  if (jiao === 0 && fen === 0) return `${whole}整`
  const zero = jiao === 0 && whole !== '' ? '零' : ''
  return whole + zero + (jiao > 0 ? `${digits[jiao]}角` : '') + (fen > 0 ? `${digits[fen]}分` : jiao > 0 ? '整' : '')
}

/** A positive integer without its unit; empty for 0. */
function integerInWords(value: number): string {
  if (value >= 1e8) return joined(Math.floor(value / 1e8), '亿', value % 1e8, 1e7)
  if (value >= 1e4) return joined(Math.floor(value / 1e4), '万', value % 1e4, 1e3)
  let words = ''
  for (const [place, unit] of units) {
    const digit = Math.floor(value / place) % 10
    if (digit > 0) words += digits[digit]! + unit
    else if (words !== '' && value % place > 0 && !words.endsWith('零')) words += '零'
  }
  return words
}

/** One 零 stands between the groups when the lower one does not fill its first place. */
function joined(high: number, unit: string, low: number, firstPlace: number): string {
  const zero = low > 0 && low < firstPlace ? '零' : ''
  return integerInWords(high) + unit + zero + integerInWords(low)
}

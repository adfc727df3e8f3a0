const digits = '零壹贰叁肆伍陆柒捌玖'
const places = ['', '拾', '佰', '仟']
const groups = ['', '万', '亿']

/** 1234.5 → 1,234.50, from whole cents. */
export function yuan(cents: number): string {
  return (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** The amount without separators, as the opening form holds it. */
export const plainYuan = (cents: number) => (cents / 100).toFixed(2)

/** An amount in capital numerals (大写金额), from whole cents, as the rules for bills write it. */
export function capitalYuan(cents: number): string {
  const whole = Math.floor(cents / 100)
  const [jiao, fen] = [Math.floor(cents / 10) % 10, cents % 10]
  const tail =
    jiao === 0 && fen === 0 ? '整' : `${digits[jiao]}${jiao === 0 ? '' : '角'}${fen === 0 ? '整' : `${digits[fen]}分`}`
  return `人民币${capitalWhole(whole)}元${tail}`
}

function capitalWhole(whole: number): string {
  if (whole === 0) return '零'
  let text = ''
  for (let group = 2; group >= 0; group--) {
    const value = Math.floor(whole / 10_000 ** group) % 10_000
    if (value === 0) {
      if (text !== '' && !text.endsWith('零')) text += '零'
      continue
    }
    if (text !== '' && value < 1000 && !text.endsWith('零')) text += '零'
    text += `${capitalGroup(value)}${groups[group]}`
  }
  return text.replace(/零$/, '')
}

function capitalGroup(value: number): string {
  let text = ''
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10
    if (digit !== 0) text += `${digits[digit]}${places[place]}`
    else if (text !== '' && !text.endsWith('零')) text += '零'
  }
  return text.replace(/零$/, '')
}

import type { OpeningFormColumn } from './tender.ts'

/** In characters: what a phone shows and signs of one value of the opening form. */
export const longestOpeningFormValue = 200

/** How many characters a text column takes: what the tender allows, but no more than a phone shows. */
export function textLimitOf({ maxLength }: Extract<OpeningFormColumn, { kind: 'text' }>): number {
  return Math.min(maxLength, longestOpeningFormValue)
}

/** Why a value does not fit its column; null when it does, or when nothing was filled in yet. */
export function openingFormProblem(column: OpeningFormColumn, value: string): string | null {
  if (value === '') return column.required ? `请填写“${column.title}”` : null
  switch (column.kind) {
    case 'amount':
      return amountProblem(column, value)
    case 'integer':
      return integerProblem(column, value)
    case 'text':
      return value.length > textLimitOf(column) ? `“${column.title}”不能超过 ${textLimitOf(column)} 个字` : null
  }
}

function amountProblem(column: Extract<OpeningFormColumn, { kind: 'amount' }>, value: string): string | null {
  if (!/^(0|[1-9]\d{0,14})(\.\d{1,2})?$/.test(value)) return `“${column.title}”应为金额，单位元，最多两位小数`
  const fen = inFen(value)
  if (column.min !== undefined && fen < inFen(column.min)) return `“${column.title}”不能低于 ${column.min} 元`
  if (column.max !== undefined && fen > inFen(column.max)) return `“${column.title}”不能高于 ${column.max} 元`
  return null
}

function integerProblem(column: Extract<OpeningFormColumn, { kind: 'integer' }>, value: string): string | null {
  if (!/^(0|[1-9]\d{0,8})$/.test(value)) return `“${column.title}”应为整数`
  const number = Number(value)
  if (column.min !== undefined && number < column.min) return `“${column.title}”不能小于 ${column.min}`
  if (column.max !== undefined && number > column.max) return `“${column.title}”不能大于 ${column.max}`
  return null
}

/** Hundredths of a yuan, exactly. */
function inFen(amount: string): bigint {
  const [yuan, decimals = ''] = amount.split('.')
  return BigInt(yuan + decimals.padEnd(2, '0'))
}

/** An amount with 千分位 and two decimals: "48,613,200.00". The value must be a valid amount. */
export function groupedAmount(amount: string): string {
  const [yuan = '0', decimals = ''] = amount.split('.')
  return `${yuan.replace(/\B(?=(\d{3})+$)/g, ',')}.${decimals.padEnd(2, '0')}`
}

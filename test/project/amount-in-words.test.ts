import { expect, test } from 'vitest'
import { amountInWords } from '../../src/domain/project/amount-in-words.ts'

test.each([
  ['0', '零元整'],
  ['0.05', '伍分'],
  ['0.50', '伍角整'],
  ['10.05', '壹拾元零伍分'],
  ['1409.50', '壹仟肆佰零玖元伍角整'],
  ['6007.14', '陆仟零柒元壹角肆分'],
  ['107000.53', '壹拾万柒仟元伍角叁分'],
  ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
  ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
  ['100000000', '壹亿元整'],
  ['100010000.00', '壹亿零壹万元整'],
  ['48613200.00', '肆仟捌佰陆拾壹万叁仟贰佰元整'],
  ['1000500000000', '壹万零伍亿元整'],
  ['20003.1', '贰万零叁元壹角整'],
])('%s yuan reads %s', (amount, words) => {
  expect(amountInWords(amount)).toBe(words)
})

test.each(['', '01', '1.234', '-1', '1,000', '1e5', '1234567890123456'])('%j is no amount', (text) => {
  expect(amountInWords(text)).toBeNull()
})

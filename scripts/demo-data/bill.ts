import { readFileSync } from 'node:fs'
import { yuan } from './money.ts'
import type { Paper } from './paper.ts'

type Item = { code: string; name: string; features: string; unit: string; quantity: number; cents: number }
export type Bill = { title: string; items: Item[] }[]

const sheet = (name: string): Bill => JSON.parse(readFileSync(new URL(`./text/${name}.json`, import.meta.url), 'utf8'))
export const tenderBill = sheet('bill')

/** The tenderer's bill with a bidder's own prices: a level in thousandths and a fixed spread of a few per cent. */
export function priced(bill: Bill, level: number, seed: number): Bill {
  let state = seed
  return bill.map(({ title, items }) => ({
    title,
    items: items.map((item) => {
      state = (state * 1103515245 + 12345) % 2147483648
      return { ...item, cents: Math.round((item.cents * (level + (state % 61) - 30)) / 1000) }
    }),
  }))
}

const lineTotal = (item: Item) => Math.round(item.quantity * item.cents)
const groupTotal = (items: Item[]) => items.reduce((sum, item) => sum + lineTotal(item), 0)

/** The summary of a construction bid in cents: works, measures, provisional sum, statutory fees, tax of 9 %, total. */
export function summary(bill: Bill) {
  const works = bill.reduce((sum, group) => sum + groupTotal(group.items), 0)
  const measures = Math.round(works * 0.068)
  const safety = Math.round(works * 0.031)
  const provisional = 120_000_000
  const fees = Math.round(works * 0.024)
  const tax = Math.round((works + measures + safety + provisional + fees) * 0.09)
  return {
    works,
    measures,
    safety,
    provisional,
    fees,
    tax,
    total: works + measures + safety + provisional + fees + tax,
  }
}

/** Sets the priced list, or the empty one for bidders to fill. */
export function setBill(paper: Paper, bill: Bill, withPrices: boolean): void {
  const head = ['序号', '项目编码', '项目名称', '项目特征', '单位', '工程量', '综合单价（元）', '合价（元）']
  let order = 0
  for (const [i, group] of bill.entries()) {
    paper.heading(3, `${'一二三四五六七八九十'[i]}、${group.title}`)
    const rows = group.items.map((item) => [
      String(++order),
      item.code,
      item.name,
      item.features,
      item.unit.replace('m2', 'm²').replace('m3', 'm³'),
      item.quantity.toLocaleString('en-US'),
      withPrices ? yuan(item.cents) : '',
      withPrices ? yuan(lineTotal(item)) : '',
    ])
    const sum = ['', '', '本部分小计', '', '', '', '', withPrices ? yuan(groupTotal(group.items)) : '']
    paper.table({ widths: [9, 27, 26, 46, 11, 18, 22, 27], align: 'ccllcrrr', rows: [head, ...rows, sum], size: 8.5 })
  }
}

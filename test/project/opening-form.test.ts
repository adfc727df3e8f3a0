import { expect, test } from 'vitest'
import { openingFormProblem } from '../../src/domain/project/opening-form.ts'

const column = (maxLength: number) => ({ id: 'note', title: '备注', required: false, kind: 'text' as const, maxLength })

test('a text may be as long as the tender allows, but no longer than a phone shows', () => {
  const seen = [
    openingFormProblem(column(1000), '字'.repeat(200)),
    openingFormProblem(column(1000), '字'.repeat(201)),
    openingFormProblem(column(20), '字'.repeat(21)),
  ]
  expect(seen).toEqual([null, '“备注”不能超过 200 个字', '“备注”不能超过 20 个字'])
})

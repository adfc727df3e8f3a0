import { Flex, Input, type InputRef, Typography } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { amountInWords } from '../../../domain/project/amount-in-words.ts'
import { groupedAmount, openingFormProblem, textLimitOf } from '../../../domain/project/opening-form.ts'
import type { OpeningFormColumn } from '../../../domain/project/tender.ts'
import { plainNumber } from './plain-number.ts'

interface FormFieldProps {
  column: OpeningFormColumn
  value: string
  /** A finding led here. */
  isAimed: boolean
  onChange: (value: string) => void
}

/** One column of 开标一览表: its problem appears while typing, an amount is also said in words. */
export function FormField({ column, value, isAimed, onChange }: FormFieldProps) {
  const id = useId()
  const input = useRef<InputRef>(null)
  const [isTouched, setTouched] = useState(false)
  useEffect(() => {
    if (isAimed) input.current?.focus()
  }, [isAimed])
  const problem = openingFormProblem(column, value)
  const isProblemShown = problem !== null && (value !== '' || isTouched || isAimed)
  const common = {
    id,
    ref: input,
    value,
    status: isProblemShown ? ('error' as const) : ('' as const),
    'aria-describedby': `${id}-note`,
    onBlur: () => setTouched(true),
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        {column.required && (
          <span aria-hidden="true" className="required">
            *
          </span>
        )}
        {column.title}
      </label>
      {column.kind === 'text' ? (
        <Input
          {...common}
          count={{ show: true, max: textLimitOf(column) }}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input
          {...common}
          inputMode="decimal"
          className="number-input"
          onChange={(event) => onChange(plainNumber(event.target.value))}
        />
      )}
      <div id={`${id}-note`} className="field-note" aria-live="polite">
        {isProblemShown && <Typography.Text type="danger">{problem}</Typography.Text>}
        {column.kind === 'amount' && value !== '' && <AmountWords amount={value} />}
        {!isProblemShown && <Limits column={column} />}
      </div>
    </div>
  )
}

function AmountWords({ amount }: { amount: string }) {
  const words = amountInWords(amount)
  if (words === null) return null
  return (
    <Flex vertical>
      <Typography.Text strong className="amount">
        {groupedAmount(amount)} 元
      </Typography.Text>
      <Typography.Text>大写：{words}</Typography.Text>
    </Flex>
  )
}

function Limits({ column }: { column: OpeningFormColumn }) {
  if (column.kind === 'text') return null
  const shown = (limit: string | number) => (column.kind === 'amount' ? groupedAmount(String(limit)) : String(limit))
  const limits = [
    column.min === undefined ? '' : `不低于 ${shown(column.min)}`,
    column.max === undefined ? '' : `不高于 ${shown(column.max)}`,
  ].filter((text) => text !== '')
  return limits.length === 0 ? null : <Typography.Text type="secondary">{limits.join('，')}</Typography.Text>
}

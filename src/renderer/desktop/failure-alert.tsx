import { Alert, Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import type { Failure } from '../../domain/failure.ts'
import { sentenceOf } from '../../domain/sentences/failure-sentences.ts'

interface FailureAlertProps {
  failure: Failure
  /** What was being done: 「导入招标文件」. */
  title?: string
  onRetry?: () => void
  onClose?: () => void
  /** The button that leads on, where there is one. */
  nextStep?: ReactNode
}

/** How every failure looks: what happened, why, what to do, and the button that does it. */
export function FailureAlert({ failure, title, onRetry, onClose, nextStep }: FailureAlertProps) {
  return (
    <Alert
      type="error"
      showIcon
      title={title === undefined ? sentenceOf(failure) : `${title}未完成`}
      description={title === undefined ? undefined : sentenceOf(failure)}
      action={
        <Flex gap={8}>
          {nextStep}
          {onRetry && (
            <Button size="small" onClick={onRetry}>
              重试
            </Button>
          )}
          {onClose && (
            <Button size="small" type="text" onClick={onClose}>
              关闭
            </Button>
          )}
        </Flex>
      }
    />
  )
}

import { Dialog } from 'antd-mobile'
import type { Failure } from '../../../domain/failure.ts'
import { sentenceOf } from '../../../domain/sentences/failure-sentences.ts'
import { useDesk } from '../desk-context.ts'

/** Says that something was blocked before it could be shown. */
export function PushFailure({ failure }: { failure: Failure }) {
  const desk = useDesk()
  return (
    <Dialog
      visible
      title="已拦截"
      content={sentenceOf(failure)}
      actions={[{ key: 'known', text: '知道了', bold: true, onClick: desk.dismissFailure }]}
    />
  )
}

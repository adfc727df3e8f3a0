import { useEffect } from 'react'
import { failureOf } from '../desktop/works.ts'
import { useTask } from './main-process.ts'
import { TurnScreen } from './turn-screen.tsx'

/** The operator signs in with a certificate of the agency or the tenderer. */
export function LoginTurn({ onEnd }: { onEnd: () => void }) {
  const { mutate, isPending, data, error, progress, cancel } = useTask('opening.login')
  const begin = () => mutate({}, { onSuccess: (answer) => answer !== null && onEnd() })
  // Whoever came here has already asked to sign in.
  useEffect(() => mutate({}, { onSuccess: (answer) => answer !== null && onEnd() }), [mutate, onEnd])
  return (
    <TurnScreen
      who="主持人登录"
      purpose="请招标代理或招标人用标证通扫码，选择本单位证书"
      progress={progress}
      isRunning={isPending || data?.operator !== undefined}
      failure={error && failureOf(error)}
      begin={{ label: '扫码登录', act: begin }}
      onCancel={() => {
        cancel()
        onEnd()
      }}
      onEnd={onEnd}
    />
  )
}

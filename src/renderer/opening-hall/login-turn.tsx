import { failureOf } from '../desktop/works.ts'
import { useTask } from './main-process.ts'
import { TurnScreen } from './turn-screen.tsx'
import { useTurn } from './use-turn.ts'

/** The operator signs in with a certificate of the agency or the tenderer. */
export function LoginTurn({ onEnd }: { onEnd: () => void }) {
  const { mutate, isPending, error, progress, cancel } = useTask('opening.login')
  const begin = () => mutate({}, { onSuccess: (answer) => answer !== null && onEnd() })
  // Whoever came here has already asked to sign in.
  useTurn({ begin, cancel })
  return (
    <TurnScreen
      who="主持人登录"
      purpose="请招标代理或招标人用标证通扫码，选择本单位证书"
      progress={progress}
      isRunning={isPending}
      failure={error && failureOf(error)}
      begin={{ label: '扫码登录', act: begin }}
      onCancel={onEnd}
      onEnd={onEnd}
    />
  )
}

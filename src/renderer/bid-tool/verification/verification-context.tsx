import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import type { Verification } from '../../../contract/bid-output.ts'
import { later, useHasBeen } from '../../desktop/later.tsx'
import { mainProcess } from '../main-process.ts'
import { useWorks } from '../works-context.tsx'
import { DropTarget } from './drop-target.tsx'

const VerificationDrawer = later(async () => (await import('./verification-drawer.tsx')).VerificationDrawer)

type From = 'dialog' | 'drop'

const VerifyContext = createContext<((from: From) => void) | null>(null)

/** 打开并验证文件 from anywhere in the window: its buttons, the application's menu, a file that is dropped onto it. */
export function VerificationProvider({ children }: { children: ReactNode }) {
  const works = useWorks()
  const [shown, setShown] = useState<Verification | null>(null)
  const hasShown = useHasBeen(shown !== null)
  const verify = useCallback(
    async (from: From) => {
      const verification = await works.start({
        title: '验证文件',
        run: (options) => mainProcess.run('verification.open', { from }, options),
      })
      if (verification !== null) setShown(verification)
    },
    [works],
  )
  useEffect(() => mainProcess.on('verification.wanted', ({ from }) => void verify(from)), [verify])
  return (
    <VerifyContext value={(from) => void verify(from)}>
      {children}
      <DropTarget />
      {hasShown && <VerificationDrawer verification={shown} onClose={() => setShown(null)} />}
    </VerifyContext>
  )
}

export function useVerify(): (from: From) => void {
  const verify = useContext(VerifyContext)
  if (verify === null) throw new Error('Verification is missing around this component')
  return verify
}

import { Button, SpinLoading } from 'antd-mobile'
import { useCallback, useEffect, useState } from 'react'
import type { Failure } from '../../domain/failure.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import { AccountRoot } from './account.tsx'
import { type AccountParts, type PhoneParts, PhonePartsContext } from './app-context.tsx'
import { listenForDemoSetup } from './demo-setup.ts'
import { LoginPage } from './pages/login-page.tsx'
import { FailureNotice } from './parts/failure-notice.tsx'
import { failureOfError } from './parts/failure-of-error.ts'
import { createServerConnection } from './server-connection.ts'
import { serverOrigin } from './server-origin.ts'
import { rememberedAccount } from './sign-in.ts'
import { openPhoneStorage } from './store/phone-store.ts'

type Start =
  | { name: 'opening' }
  | { name: 'failed'; failure: Failure }
  | { name: 'open'; parts: PhoneParts; account: AccountParts | null }

async function openPhone(): Promise<{ parts: PhoneParts; account: AccountParts | null }> {
  const storage = await openPhoneStorage()
  const server = createServerConnection(await serverOrigin())
  const { serverTime, isDemo } = await server.call(platformRoutes.time, { body: {} })
  server.setServerTime(serverTime)
  const parts = { storage, server, isDemo }
  return { parts, account: await rememberedAccount(parts) }
}

/** 标证通: a web app that knows HTTP and nothing of the desktop. */
export function Phone() {
  const [start, setStart] = useState<Start>({ name: 'opening' })
  const open = useCallback(() => {
    setStart({ name: 'opening' })
    openPhone().then(
      (opened) => setStart({ name: 'open', ...opened }),
      (error: unknown) => setStart({ name: 'failed', failure: failureOfError(error) }),
    )
  }, [])
  useEffect(open, [open])

  const parts = start.name === 'open' ? start.parts : null
  const show = useCallback((account: AccountParts | null) => {
    setStart((current) => (current.name === 'open' ? { ...current, account } : current))
  }, [])
  useEffect(() => (parts?.isDemo === true ? listenForDemoSetup(parts, show) : undefined), [parts, show])

  if (start.name === 'opening')
    return (
      <div className="page start-page">
        <SpinLoading color="primary" />
      </div>
    )
  if (start.name === 'failed')
    return (
      <div className="page start-page">
        <FailureNotice failure={start.failure} />
        <Button color="primary" onClick={open}>
          重新连接
        </Button>
      </div>
    )
  return (
    <PhonePartsContext value={start.parts}>
      {start.account === null ? (
        <LoginPage onSignedIn={show} />
      ) : (
        <AccountRoot key={start.account.signedIn.token} account={start.account} onSignedOut={() => show(null)} />
      )}
    </PhonePartsContext>
  )
}

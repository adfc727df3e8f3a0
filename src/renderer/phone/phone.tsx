import { Button, SpinLoading } from 'antd-mobile'
import { useCallback, useEffect, useState } from 'react'
import type { Failure } from '../../domain/failure.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import { AccountRoot } from './account.tsx'
import { type PhoneParts, PhonePartsContext } from './app-context.tsx'
import { listenForDemoSetup } from './demo-setup.ts'
import { openDeviceKey } from './device-key.ts'
import { LoginPage } from './pages/login-page.tsx'
import { FailureNotice } from './parts/failure-notice.tsx'
import { failureOfError } from './parts/failure-of-error.ts'
import { createServerConnection } from './server-connection.ts'
import { serverOrigin } from './server-origin.ts'
import { rememberedSignIn } from './sign-in.ts'
import { openPhoneStorage, type SignedIn } from './store/phone-store.ts'

type Start =
  | { name: 'opening' }
  | { name: 'failed'; failure: Failure }
  | { name: 'open'; parts: PhoneParts; signedIn: SignedIn | null }

async function openPhone(): Promise<{ parts: PhoneParts; signedIn: SignedIn | null }> {
  const storage = await openPhoneStorage()
  const deviceKey = await openDeviceKey(storage)
  const server = createServerConnection(await serverOrigin(), deviceKey)
  const { serverTime, isDemo } = await server.call(platformRoutes.time, { body: {} })
  server.setServerTime(serverTime)
  const parts = { storage, deviceKey, server, isDemo }
  return { parts, signedIn: await rememberedSignIn(parts) }
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
  const signedIn = useCallback((account: SignedIn | null) => {
    setStart((current) => (current.name === 'open' ? { ...current, signedIn: account } : current))
  }, [])
  useEffect(() => (parts?.isDemo === true ? listenForDemoSetup(parts, signedIn) : undefined), [parts, signedIn])

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
      {start.signedIn === null ? (
        <LoginPage onSignedIn={signedIn} />
      ) : (
        <AccountRoot key={start.signedIn.token} signedIn={start.signedIn} onSignedOut={() => signedIn(null)} />
      )}
    </PhonePartsContext>
  )
}

import { Button, Input, List } from 'antd-mobile'
import { useEffect, useState } from 'react'
import type { Failure } from '../../../domain/failure.ts'
import { accountRoutes } from '../../../protocol/http-api.ts'
import { type AccountParts, usePhoneParts } from '../app-context.tsx'
import { FailureNotice } from '../parts/failure-notice.tsx'
import { failureOfError } from '../parts/failure-of-error.ts'
import { signIn } from '../sign-in.ts'

/** 手机号 + 验证码. */
export function LoginPage({ onSignedIn }: { onSignedIn(account: AccountParts): void }) {
  const parts = usePhoneParts()
  const [phoneNumber, setPhoneNumber] = useState('')
  const [code, setCode] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [resendIn, startResendClock] = useCountdown()

  async function attempt(act: () => Promise<void>) {
    setBusy(true)
    setFailure(null)
    await act().catch((error: unknown) => setFailure(failureOfError(error)))
    setBusy(false)
  }
  const askForCode = () =>
    attempt(async () => {
      const { resendAfterMs } = await parts.server.call(accountRoutes.sendCode, { body: { phoneNumber } })
      startResendClock(resendAfterMs)
    })
  const enter = () => attempt(async () => onSignedIn(await signIn(parts, phoneNumber, code)))

  const isNumberWhole = /^1\d{10}$/.test(phoneNumber)
  return (
    <div className="page">
      <main className="page-content">
        <div className="brand">
          <h1>标证通</h1>
          <p>手机里的投标数字证书</p>
        </div>
        <FailureNotice failure={failure} />
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void enter()
          }}
        >
          <List className="login-fields">
            <List.Item prefix="手机号">
              <Input
                aria-label="手机号"
                placeholder="请输入手机号"
                type="tel"
                inputMode="numeric"
                maxLength={11}
                value={phoneNumber}
                onChange={setPhoneNumber}
              />
            </List.Item>
            <List.Item
              prefix="验证码"
              extra={
                <Button
                  size="small"
                  fill="none"
                  color="primary"
                  disabled={!isNumberWhole || resendIn > 0 || isBusy}
                  onClick={askForCode}
                >
                  {resendIn > 0 ? `${resendIn} 秒后重发` : '获取验证码'}
                </Button>
              }
            >
              <Input
                aria-label="验证码"
                placeholder="六位数字"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={setCode}
              />
            </List.Item>
          </List>
          <Button
            block
            type="submit"
            color="primary"
            size="large"
            loading={isBusy}
            disabled={!isNumberWhole || !/^\d{6}$/.test(code)}
          >
            登录
          </Button>
        </form>
        <p className="quiet-text center">未注册的手机号验证后自动注册</p>
        {parts.isDemo && (
          <p className="quiet-text center">演示环境不发短信，验证码在开发者收件箱里；CA 根证书以首次登录时所见为准。</p>
        )}
      </main>
    </div>
  )
}

/** Whole seconds left, counting down once started. */
function useCountdown(): [number, (durationMs: number) => void] {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (seconds <= 0) return
    const timer = setTimeout(() => setSeconds(seconds - 1), 1000)
    return () => clearTimeout(timer)
  }, [seconds])
  return [seconds, (durationMs) => setSeconds(Math.ceil(durationMs / 1000))]
}

import { useQueryClient } from '@tanstack/react-query'
import { Button, Result } from 'antd-mobile'
import { useState } from 'react'
import type { Failure } from '../../../domain/failure.ts'
import type { ReadyCertificate } from '../../../protocol/http-api.ts'
import { useAccount } from '../app-context.tsx'
import { type DownloadStep, downloadCertificate } from '../cosigning/download-certificate.ts'
import { useNavigation } from '../navigation.ts'
import { FailureNotice } from '../parts/failure-notice.tsx'
import { failureOfError } from '../parts/failure-of-error.ts'
import { FactList, Page } from '../parts/page.tsx'
import { PinPad } from '../parts/pin-pad.tsx'
import { roleText } from '../parts/words.ts'
import { loadTrust } from '../trust/pinned-roots.ts'

type Stage =
  | { name: 'reading' }
  | { name: 'pin'; differed: boolean }
  | { name: 'repeat'; pin: string }
  | { name: 'working'; step: DownloadStep }
  | { name: 'failed'; failure: Failure }
  | { name: 'done' }

const stepText: Record<DownloadStep, string> = {
  generating: '正在生成两对密钥…',
  trying: '正在试用加密密钥…',
  requesting: '正在向 CA 机构申请证书…',
}

/** 下载证书: a new PIN twice, then the work. */
export function DownloadPage({ application }: { application: ReadyCertificate }) {
  const account = useAccount()
  const { back } = useNavigation()
  const queryClient = useQueryClient()
  const [stage, setStage] = useState<Stage>({ name: 'reading' })

  async function download(pin: string) {
    const onStep = (step: DownloadStep) => setStage({ name: 'working', step })
    onStep('generating')
    try {
      const { server, phone } = account
      const trust = await loadTrust(account)
      await downloadCertificate({ phone, server, trust, application, pin, onStep })
      setStage({ name: 'done' })
    } catch (error) {
      setStage({ name: 'failed', failure: failureOfError(error) })
    }
    await queryClient.invalidateQueries()
  }

  switch (stage.name) {
    case 'reading':
      return (
        <Page
          title="下载证书"
          onBack={back}
          footer={
            <Button color="primary" size="large" onClick={() => setStage({ name: 'pin', differed: false })}>
              下载证书
            </Button>
          }
        >
          <div className="block">
            <FactList
              facts={[
                { label: '持有人', value: `${application.personName}（${roleText[application.role]}）` },
                { label: '企业', value: application.enterpriseName },
                { label: '统一社会信用代码', value: application.socialCreditCode },
                { label: 'CA 机构', value: application.authorityName },
              ]}
            />
          </div>
          <p className="quiet-text">
            下载时请设置六位证书密码。私钥分成两份，一份保存在本手机，一份保存在服务器；更换手机或清除数据后需要重新办理证书。
          </p>
        </Page>
      )
    case 'pin':
      return (
        <Page title="下载证书" onBack={back}>
          <PinPad
            key="first"
            title="设置证书密码"
            sentence="以后每次签章、生成和解密都要输入，请牢记。"
            notice={stage.differed ? '两次输入的证书密码不一致，请重新设置。' : null}
            isLocked={false}
            isBusy={false}
            onFilled={(pin) => setStage({ name: 'repeat', pin })}
          />
        </Page>
      )
    case 'repeat':
      return (
        <Page title="下载证书" onBack={() => setStage({ name: 'pin', differed: false })}>
          <PinPad
            key="second"
            title="再次输入证书密码"
            sentence="请再输入一次刚才设置的六位数字。"
            notice={null}
            isLocked={false}
            isBusy={false}
            onFilled={(pin) => (pin === stage.pin ? void download(pin) : setStage({ name: 'pin', differed: true }))}
          />
        </Page>
      )
    case 'working':
      return (
        <Page title="下载证书">
          <Result status="waiting" title={stepText[stage.step]} description="请不要关闭页面，大约需要几秒钟。" />
        </Page>
      )
    case 'failed':
      return (
        <Page
          title="下载证书"
          onBack={back}
          footer={
            <Button color="primary" size="large" onClick={() => setStage({ name: 'pin', differed: false })}>
              重新下载
            </Button>
          }
        >
          <FailureNotice failure={stage.failure} />
          <p className="quiet-text">没有下载成功不会产生费用，已生成的密钥不会被使用。</p>
        </Page>
      )
    case 'done':
      return (
        <Page
          title="下载证书"
          footer={
            <Button color="primary" size="large" onClick={back}>
              完成
            </Button>
          }
        >
          <Result status="success" title="证书已下载" description="现在可以扫码认证、签章、生成标书和解密。" />
        </Page>
      )
  }
}

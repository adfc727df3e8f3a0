import { Button, Dialog } from 'antd-mobile'
import { useState } from 'react'
import { usePhoneParts } from '../app-context.tsx'
import { useDesk } from '../desk-context.ts'
import { useNavigation } from '../navigation.ts'
import { Page } from '../parts/page.tsx'
import { signOut } from '../sign-in.ts'

/** 设置. */
export function SettingsPage({ onSignedOut }: { onSignedOut(): void }) {
  const parts = usePhoneParts()
  const desk = useDesk()
  const { back } = useNavigation()
  const [isAsking, setAsking] = useState(false)
  async function leave() {
    await desk.endSession()
    await signOut(parts)
    onSignedOut()
  }
  return (
    <Page title="设置" onBack={back}>
      <div className="block">
        <h3>证书密码</h3>
        <p className="quiet-text">证书密码为六位数字，只在本手机上输入，不会上传。连续输错五次，证书将被锁定。</p>
      </div>
      <div className="block">
        <h3>关于密钥</h3>
        <p className="quiet-text">
          您的私钥分成两份，一份在本手机，一份在服务器，任何一份都不能单独签名或解密。请勿清除浏览器数据，否则本手机上的证书将无法使用。
        </p>
        {parts.isDemo && <p className="quiet-text">演示环境：CA 根证书以本手机首次登录时所见为准。</p>}
      </div>
      <Button block onClick={() => setAsking(true)}>
        退出登录
      </Button>
      <Dialog
        visible={isAsking}
        title="退出登录"
        content="退出后需要验证码才能再次登录。本手机上的证书会保留。"
        onClose={() => setAsking(false)}
        actions={[
          [
            { key: 'stay', text: '取消', onClick: () => setAsking(false) },
            { key: 'leave', text: '退出登录', bold: true, onClick: leave },
          ],
        ]}
      />
    </Page>
  )
}

import { Button, Dialog } from 'antd-mobile'
import { useState } from 'react'
import { useDesk, useDeskView } from '../desk-context.ts'
import { useNavigation } from '../navigation.ts'
import { FactList, Page } from '../parts/page.tsx'
import { remainingText } from '../parts/words.ts'
import { useServerTime } from '../server-time.ts'

/** 会话签章: this page stays open, and what the computer wants sealed appears by itself. */
export function SessionPage() {
  const desk = useDesk()
  const { session, isConnected } = useDeskView()
  const { go, back } = useNavigation()
  const now = useServerTime(1000)
  const [isEnding, setEnding] = useState(false)
  if (session === null)
    return (
      <Page
        title="会话签章"
        onBack={back}
        footer={
          <Button color="primary" size="large" onClick={back}>
            返回首页
          </Button>
        }
      >
        <p className="lead center">会话已结束。需要继续签章时，请在电脑上重新扫码。</p>
      </Page>
    )
  return (
    <Page
      title="会话签章"
      onBack={back}
      footer={
        <>
          <Button size="large" onClick={() => setEnding(true)}>
            结束会话
          </Button>
          <Button size="large" onClick={() => go({ name: 'scan' })}>
            扫一扫
          </Button>
        </>
      }
    >
      <div className="block">
        <p className="quiet-text center">{isConnected ? '已连接电脑，正在等待签章请求' : '网络断开，正在重新连接…'}</p>
        <div className="session-clock">{remainingText(session.endsAt - now)}</div>
        <p className="quiet-text center">后自动结束</p>
      </div>
      <div className="block">
        <FactList
          facts={[
            { label: '电脑', value: session.desktopName },
            { label: '项目', value: session.section.tenderName },
            { label: '标段', value: session.section.sectionName },
            { label: '本次会话已签章', value: `${session.sealedCount} 份` },
            {
              label: '自动确认',
              value: session.autoConfirm === null ? '未开启' : `已开启，还可签 ${session.autoConfirm.itemsLeft} 份`,
            },
          ]}
        />
      </div>
      <Dialog
        visible={isEnding}
        title="是否关闭会话页面"
        content="关闭后电脑上的签章需要重新扫码。"
        onClose={() => setEnding(false)}
        actions={[
          [
            { key: 'stay', text: '取消', onClick: () => setEnding(false) },
            {
              key: 'end',
              text: '确定',
              bold: true,
              onClick: async () => {
                await desk.endSession()
                back()
              },
            },
          ],
        ]}
      />
    </Page>
  )
}

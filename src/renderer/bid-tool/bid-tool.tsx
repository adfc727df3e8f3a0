import { Button, Flex, Layout, Result, Typography } from 'antd'
import { PersonId } from '../../contract/desktop.ts'
import { ServerBadge } from '../desktop/server-badge.tsx'
import { useAnswer, useCommand, useRefreshOn } from './main-process.ts'

const serverAnswers = ['server.state'] as const
const demoPerson = PersonId.parse('colleague-a')

/** The window 投标工具. */
export function BidTool() {
  const server = useAnswer('server.state', {})
  const about = useAnswer('app.about', {})
  const openWindow = useCommand('app.openWindow')
  useRefreshOn('server.changed', serverAnswers)
  return (
    <Layout style={{ height: '100%' }}>
      <Flex component="header" align="center" justify="space-between" style={{ padding: '8px 16px' }}>
        <Typography.Text strong>封标 · 投标文件制作工具</Typography.Text>
        <ServerBadge server={server.data} />
      </Flex>
      <Layout.Content>
        <Result
          icon={null}
          title="封标"
          subTitle={about.data === undefined ? '' : `版本 ${about.data.version}`}
          extra={
            <Flex gap="small" justify="center">
              <Button type="primary" onClick={() => openWindow.mutate({ window: 'opening-hall' })}>
                打开开标大厅
              </Button>
              {about.data?.isOfflineDemo && (
                <Button onClick={() => openWindow.mutate({ window: 'phone', person: demoPerson })}>打开手机</Button>
              )}
            </Flex>
          }
        />
      </Layout.Content>
    </Layout>
  )
}

import { Flex, Layout, Result, Typography } from 'antd'
import { ServerBadge } from '../desktop/server-badge.tsx'
import { useAnswer, useRefreshOn } from './main-process.ts'

const serverAnswers = ['server.state'] as const

/** The window 开标大厅: projected on a wall, operated by one person. */
export function OpeningHall() {
  const server = useAnswer('server.state', {})
  useRefreshOn('server.changed', serverAnswers)
  return (
    <Layout style={{ height: '100%' }}>
      <Flex component="header" align="center" justify="space-between" style={{ padding: '8px 16px' }}>
        <Typography.Text strong>封标 · 开标大厅</Typography.Text>
        <ServerBadge server={server.data} />
      </Flex>
      <Layout.Content>
        <Result icon={null} title="开标大厅" subTitle="还没有开标项目" />
      </Layout.Content>
    </Layout>
  )
}

import { AppstoreOutlined, DownOutlined, HomeOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Dropdown, Flex, Tag, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import type { BidProject } from '../../../contract/bid-project.ts'
import { later, useHasBeen } from '../../desktop/later.tsx'
import { useAnswer } from '../main-process.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { Deadline } from './deadline.tsx'
import { useToolsMenu } from './tools-menu.tsx'

const Inbox = later(async () => (await import('./inbox.tsx')).Inbox)

/** The window's head: which project, how long still, who bids. */
export function Header({ project }: { project: BidProject | null }) {
  const server = useAnswer('server.state', {}).data
  const { openProject } = useWhereabouts()
  const [isInboxOpen, setInboxOpen] = useState(false)
  const hasInboxOpened = useHasBeen(isInboxOpen)
  const tools = useToolsMenu({ openInbox: () => setInboxOpen(true) })
  return (
    <header className="header">
      <Flex align="center" gap={12} style={{ minWidth: 0, flex: 1 }}>
        <Typography.Text strong className="product">
          封标 · 投标文件制作工具
        </Typography.Text>
        {project !== null && (
          <>
            <Tooltip title="工程列表">
              <Button
                type="text"
                size="small"
                aria-label="工程列表"
                icon={<HomeOutlined />}
                onClick={() => openProject(null)}
              />
            </Tooltip>
            <Typography.Text ellipsis={{ tooltip: true }}>
              {project.tender.name} · {project.tender.sectionName}
            </Typography.Text>
          </>
        )}
      </Flex>
      <Flex align="center" gap={12}>
        {project !== null && <Deadline bidsUntil={project.tender.bidsUntil} />}
        <ServerTag mode={server?.mode} state={server?.state ?? 'starting'} />
        {project !== null && <Bidder project={project} />}
        <Dropdown menu={tools} trigger={['click']}>
          <Button size="small" icon={<AppstoreOutlined />}>
            工具 <DownOutlined />
          </Button>
        </Dropdown>
      </Flex>
      {hasInboxOpened && <Inbox isOpen={isInboxOpen} onClose={() => setInboxOpen(false)} />}
    </header>
  )
}

function ServerTag({
  mode,
  state,
}: {
  mode: 'offline-demo' | 'online' | undefined
  state: 'starting' | 'ready' | 'down'
}) {
  if (state === 'down') return <Tag color="error">服务已断开，正在重新连接</Tag>
  if (state === 'starting') return <Tag color="processing">服务启动中</Tag>
  return mode === 'offline-demo' ? <Tag color="gold">离线演示</Tag> : <Tag color="success">已连接</Tag>
}

function Bidder({ project }: { project: BidProject }) {
  const { goTo } = useWhereabouts()
  if (project.bidder === null)
    return (
      <Button size="small" icon={<UserOutlined />} onClick={() => goTo('identity')}>
        未认证
      </Button>
    )
  const { enterpriseName, personName } = project.bidder
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'identity', label: '查看投标单位信息' },
          { key: 'creditLibrary', label: '查看诚信库' },
        ],
        onClick: ({ key }) => goTo(key === 'identity' ? 'identity' : 'creditLibrary'),
      }}
    >
      <Button type="text" size="small" className="bidder">
        <span>
          <span className="clip">{enterpriseName}</span>（{personName}）
        </span>
        <DownOutlined />
      </Button>
    </Dropdown>
  )
}

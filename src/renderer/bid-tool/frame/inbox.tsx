import { Button, Drawer, Empty, Table } from 'antd'
import { useEffect } from 'react'
import { secondText } from '../../desktop/formats.ts'
import { useAnswer } from '../main-process.ts'

/** 开发者收件箱: the text messages that nobody sends in a demo. */
export function Inbox({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const inbox = useAnswer('demo.inbox', {})
  const { refetch } = inbox
  useEffect(() => {
    if (isOpen) void refetch()
  }, [isOpen, refetch])
  return (
    <Drawer
      title="开发者收件箱"
      size={520}
      open={isOpen}
      onClose={onClose}
      extra={<Button onClick={() => void inbox.refetch()}>刷新</Button>}
    >
      <Table
        size="small"
        rowKey={(message) => `${message.at}-${message.phoneNumber}-${message.text}`}
        dataSource={inbox.data?.messages ?? []}
        pagination={false}
        locale={{ emptyText: <Empty description="还没有短信。手机登录时发出的验证码会显示在这里。" /> }}
        columns={[
          { title: '时间', dataIndex: 'at', width: 160, render: secondText },
          { title: '手机号', dataIndex: 'phoneNumber', width: 110 },
          { title: '内容', dataIndex: 'text' },
        ]}
      />
    </Drawer>
  )
}

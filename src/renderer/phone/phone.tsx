import { Button, NavBar, Toast } from 'antd-mobile'
import { useEffect, useState } from 'react'
import { serverOrigin } from './server-origin.ts'

/** 标证通: a web app that knows HTTP and nothing of the desktop. */
export function Phone() {
  const [isOnline, setOnline] = useState(false)
  useEffect(() => {
    serverOrigin().then(
      () => setOnline(true),
      () => setOnline(false),
    )
  }, [])
  return (
    <>
      <NavBar backIcon={false}>标证通</NavBar>
      <div style={{ padding: 24 }}>
        <Button
          block
          color="primary"
          size="large"
          onClick={() => void Toast.show(isOnline ? '请先登录' : '未连接到服务')}
        >
          开始扫码
        </Button>
      </div>
    </>
  )
}

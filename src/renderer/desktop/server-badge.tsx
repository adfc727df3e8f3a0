import { Badge } from 'antd'
import type { ServerState } from '../../contract/desktop.ts'

const faces = {
  starting: { status: 'processing', text: '服务启动中' },
  ready: { status: 'success', text: '服务已连接' },
  down: { status: 'error', text: '服务已断开，正在重新连接' },
} as const

/** Says whether the server answers, and whether it is this computer's own demo server. */
export function ServerBadge({ server }: { server: ServerState | undefined }) {
  const face = faces[server?.state ?? 'starting']
  const mode = server?.mode === 'offline-demo' ? '离线演示 · ' : ''
  return <Badge status={face.status} text={mode + face.text} />
}

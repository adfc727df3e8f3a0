import type { TicketProgress } from '../../contract/ticket-progress.ts'

const steps = {
  reading: '正在手机上查看内容',
  'choosing-certificate': '正在手机上选择证书',
  confirming: '等待在手机上确认并输入证书密码',
  signing: '手机正在处理',
} as const

/** What the wall says while a phone works. */
export function liveText(progress: Exclude<TicketProgress, { stage: 'showing' }>): {
  title: string
  hint: string
  number: string | null
} {
  switch (progress.stage) {
    case 'comparing':
      return { title: '请核对手机上的数字', hint: '与下面一致才在手机上继续', number: progress.number }
    case 'scanned':
      return { title: `已扫码：${progress.scannedBy}`, hint: steps[progress.step], number: progress.number }
    case 'pushed':
      return { title: `已发送到${progress.personName}的手机`, hint: '请在手机上确认', number: null }
    case 'finishing':
      return { title: '手机已确认', hint: '正在核对', number: null }
  }
}

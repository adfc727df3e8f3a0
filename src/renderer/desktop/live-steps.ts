import type { ActProgress } from '../../contract/ticket-progress.ts'

/** The live states of a scan, in their order. */
export const liveSteps = ['待扫码', '已扫码', '选择证书', '待确认', '完成'] as const
/** In a session nothing is scanned and no certificate chosen. */
const pushedSteps = ['已发送', '待确认', '完成'] as const

/** The states that this act goes through. */
export function stepsOf(progress: ActProgress | null): readonly string[] {
  return isPushed(progress) ? pushedSteps : liveSteps
}

function isPushed(progress: ActProgress | null): boolean {
  return progress?.stage === 'pushed' || (progress !== null && 'isPushed' in progress && progress.isPushed)
}

/** Where a scan stands among the live states. */
export function stepIndex(progress: ActProgress | null): number {
  switch (progress?.stage) {
    case 'comparing':
      return 1
    case 'scanned':
      return progress.isPushed ? 1 : { reading: 1, 'choosing-certificate': 2, confirming: 3, signing: 3 }[progress.step]
    case 'pushed':
      return 0
    case 'finishing':
      return progress.isPushed ? 2 : 4
    case 'working':
      return 4
    default:
      return 0
  }
}

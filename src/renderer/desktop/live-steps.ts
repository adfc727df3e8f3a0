import type { ActProgress } from '../../contract/ticket-progress.ts'

/** The live states of a scan, in their order. */
export const liveSteps = ['待扫码', '已扫码', '选择证书', '待确认', '完成'] as const

/** Where a scan stands among the live states. */
export function stepIndex(progress: ActProgress | null): number {
  switch (progress?.stage) {
    case 'comparing':
      return 1
    case 'scanned':
      return { reading: 1, 'choosing-certificate': 2, confirming: 3, signing: 3 }[progress.step]
    case 'pushed':
      return 3
    case 'finishing':
    case 'working':
      return 4
    default:
      return 0
  }
}

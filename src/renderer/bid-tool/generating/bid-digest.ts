import type { GeneratedBid } from '../../../contract/bid-output.ts'
import { digestText } from '../../desktop/formats.ts'

/** 哈希码值 of a bid file, or why there is none yet. */
export function bidDigestText({ digest, isPresent, isChanged }: GeneratedBid): string {
  if (digest !== null) return digestText(digest)
  return isPresent && !isChanged ? '正在计算…' : '没有可用的文件，不能计算'
}

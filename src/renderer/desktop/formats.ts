const chinaOffsetMs = 8 * 3_600_000
const two = (value: number) => String(value).padStart(2, '0')

/** Every deadline is China's, wherever the computer thinks it is. */
const inChina = (at: number) => new Date(at + chinaOffsetMs)

/** 2026-11-22 */
export function dateText(at: number): string {
  return inChina(at).toISOString().slice(0, 10)
}

/** 2026-11-22 09:30 */
export function minuteText(at: number): string {
  return inChina(at).toISOString().slice(0, 16).replace('T', ' ')
}

/** 2026-11-22 09:30:05 */
export function secondText(at: number): string {
  return inChina(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** 09:30:05 */
export function clockText(at: number): string {
  return inChina(at).toISOString().slice(11, 19)
}

/** 5.2 MB; 1 KB is 1024 bytes, as Windows counts. */
export function sizeText(sizeInBytes: number): string {
  if (sizeInBytes < 1024) return `${sizeInBytes} 字节`
  const units = ['KB', 'MB', 'GB'] as const
  let value = sizeInBytes / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** 2 天 03:12:45, or 03:12:45 on the last day; seconds count where a deadline is near. */
export function countdownText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  const days = Math.floor(seconds / 86_400)
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
  return days > 0 ? `${days} 天 ${clock}` : clock
}

/** 约 3 分钟 */
export function leftText(leftMs: number): string {
  const seconds = Math.max(1, Math.ceil(leftMs / 1000))
  if (seconds < 60) return `约 ${seconds} 秒`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `约 ${minutes} 分钟` : `约 ${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟`
}

/** Groups of eight, so that two people can compare a digest aloud. */
export function digestText(digest: string): string {
  return digest.toUpperCase().replace(/(.{8})(?=.)/g, '$1 ')
}

/** 123 456 */
export function codeText(code: string): string {
  return code.replace(/^(\d{3})(\d{3})$/, '$1 $2')
}

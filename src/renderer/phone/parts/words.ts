const dateParts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

function partsOf(at: number): Record<string, string> {
  return Object.fromEntries(dateParts.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** 2026-03-01 */
export function dateText(at: number): string {
  const { year, month, day } = partsOf(at)
  return `${year}-${month}-${day}`
}

/** 2026-03-01 09:30:00, in the time of the trade (Beijing). */
export function timeText(at: number): string {
  const { hour, minute, second } = partsOf(at)
  return `${dateText(at)} ${hour}:${minute}:${second}`
}

/** 12.3 MB, three digits at most. */
export function sizeText(sizeInBytes: number): string {
  const units = ['字节', 'KB', 'MB', 'GB']
  let value = sizeInBytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`
}

/** 28 分 05 秒 */
export function remainingText(remainingMs: number): string {
  const seconds = Math.max(0, Math.floor(remainingMs / 1000))
  return `${Math.floor(seconds / 60)} 分 ${String(seconds % 60).padStart(2, '0')} 秒`
}

/** 第 1、3-5 页 */
export function pagesText(pages: readonly number[]): string {
  const runs: [number, number][] = []
  for (const page of [...new Set(pages)].sort((left, right) => left - right)) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === page - 1) last[1] = page
    else runs.push([page, page])
  }
  return `第 ${runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join('、')} 页`
}

export const roleText = { administrator: '管理员', clerk: '办事人员' } as const

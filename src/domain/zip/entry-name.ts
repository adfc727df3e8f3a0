import { utf8Bytes } from '../bytes.ts'

/** Longest name of an entry in UTF-8 bytes: what every file system still takes as one path. */
export const entryNameLimit = 512

const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * Whether a name can be written below a folder on every system and nowhere else: relative, `/` between folders, NFC,
 * no `.` or `..`, no empty part, no control, backslash or other character that Windows refuses.
 */
export function isSafeEntryName(name: string): boolean {
  if (!name.isWellFormed() || name.normalize('NFC') !== name) return false
  const length = utf8Bytes(name).length
  if (length === 0 || length > entryNameLimit) return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be refused
  if (/[\x00-\x1f\x7f\\:*?"<>|]/.test(name)) return false
  return name.split('/').every((part) => part !== '' && !/[. ]$/.test(part) && !reservedOnWindows.test(part))
}

/** Names that meet in one file on a system that ignores case are the same name. */
export function sameNameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

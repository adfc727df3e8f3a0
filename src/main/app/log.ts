import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const largestSizeInBytes = 5 << 20

export type Log = ReturnType<typeof openLog>

/** Main's log: one JSON object a line. Synchronous, because the line that matters is the one before a crash. */
export function openLog(path: string, now: () => Date) {
  ifPossible(() => {
    mkdirSync(dirname(path), { recursive: true })
    if (existsSync(path) && statSync(path).size > largestSizeInBytes) renameSync(path, `${path}.1`)
  })

  function write(what: string, details: Record<string, unknown> = {}) {
    const line = redact(JSON.stringify({ at: now().toISOString(), what, ...details }))
    ifPossible(() => appendFileSync(path, `${line}\n`))
  }

  return {
    path,
    write,
    /** Writes a bug down and returns the id under which the user can name it. */
    reportBug(error: unknown): string {
      const reportId = crypto.randomUUID().slice(0, 8)
      write('bug', { reportId, error: error instanceof Error ? (error.stack ?? error.message) : typeof error })
      return reportId
    },
  }
}

/** On a full disk too a bug must be answered, and a start that fails must say why. */
function ifPossible(write: () => void): void {
  try {
    write()
  } catch {
    // An error in here would be written down again.
  }
}

/** Hides what could be a PIN, a key, a share or a token. A message may quote its input, so this is the last net. */
export function redact(text: string): string {
  return text
    .replace(/\b[0-9a-fA-F]{32,}\b/g, '[hidden]')
    .replace(/[A-Za-z0-9+_-]{40,}={0,2}/g, '[hidden]')
    .replace(/\b\d{6}\b/g, '[hidden]')
}

import { type App, crashReporter, dialog, type WebContents } from 'electron'
import type { Log } from './log.ts'

/** Whatever dies is written down; the user is told a number, and a dead window comes back by itself. */
export function watchCrashes(app: App, log: Log) {
  crashReporter.start({ uploadToServer: false })
  process.on('uncaughtException', (error) => {
    dialog.showErrorBox('出错了', bugSentence(log, error))
  })
  process.on('unhandledRejection', (reason) => {
    log.reportBug(reason)
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) => {
    log.write('process gone', { type, reason, exitCode, serviceName })
  })
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.write('window gone', { reason, exitCode })
    reloadSoon(contents)
  })
}

/** A start that fails says why and ends: without a window it would only keep the next start from happening. */
export async function refuseToStart(app: App, log: Log, error: unknown): Promise<void> {
  const { BidsealError } = await import('../../domain/failure.ts')
  const { sentenceOf } = await import('../../domain/sentences/failure-sentences.ts')
  const isExpected = error instanceof BidsealError
  log.write('refused to start', { code: isExpected ? error.failure.code : null })
  dialog.showErrorBox('无法启动', isExpected ? sentenceOf(error.failure) : bugSentence(log, error))
  app.exit(1)
}

function bugSentence(log: Log, error: unknown): string {
  return `编号 ${log.reportBug(error)}。请重新启动；若再次出现，请把日志文件交给技术支持：\n${log.path}`
}

// Reloading inside the event itself crashes again; a second death within the pause is left alone.
function reloadSoon(contents: WebContents) {
  setTimeout(() => {
    if (!contents.isDestroyed()) contents.reload()
  }, 500)
}

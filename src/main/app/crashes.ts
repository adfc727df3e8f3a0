import { type App, crashReporter, dialog, type WebContents } from 'electron'
import { BidsealError } from '../../domain/failure.ts'
import { sentenceOf } from '../../domain/sentences/failure-sentences.ts'
import type { Log } from './log.ts'

/** Whatever dies is written down; the user is told a number, and a dead window comes back by itself. */
export function watchCrashes(app: App, log: Log) {
  crashReporter.start({ uploadToServer: false })
  process.on('uncaughtException', (error) => {
    const reportId = log.reportBug(error)
    dialog.showErrorBox('出错了', `编号 ${reportId}。请重新启动；若再次出现，请把日志文件交给技术支持：\n${log.path}`)
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

/** A start that ends with an expected failure, such as an unsafe setting, says its sentence and does not go on without it. */
export function refuseToStart(app: App, log: Log, error: unknown): never {
  if (!(error instanceof BidsealError)) throw error
  log.write('refused to start', error.failure)
  dialog.showErrorBox('无法启动', sentenceOf(error.failure))
  app.exit(1)
  throw error
}

// Reloading inside the event itself crashes again; a second death within the pause is left alone.
function reloadSoon(contents: WebContents) {
  setTimeout(() => {
    if (!contents.isDestroyed()) contents.reload()
  }, 500)
}

import type { ElectronApplication } from '@playwright/test'

/** The next native dialogs that ask for a file or folder answer with these paths, as often as they are asked. */
export function answerDialogs(electron: ElectronApplication, paths: readonly string[]): Promise<void> {
  return electron.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths: [...filePaths] })
  }, paths)
}

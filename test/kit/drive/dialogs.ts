import type { ElectronApplication } from '@playwright/test'

/** The next native dialogs answer with these paths, as often as they are asked; one that asks where to save, with the first. */
export function answerDialogs(electron: ElectronApplication, paths: readonly string[]): Promise<void> {
  return electron.evaluate(({ dialog }, filePaths) => {
    const canceled = filePaths.length === 0
    dialog.showOpenDialog = () => Promise.resolve({ canceled, filePaths: [...filePaths] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: filePaths[0] ?? '' })
  }, paths)
}

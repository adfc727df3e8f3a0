import { join } from 'node:path'
import { app, BrowserWindow, dialog, type OpenDialogOptions, webContents } from 'electron'

/** Asks where to write a file; null when the dialog was closed. */
export async function chooseSavePath(windowId: number, fileName: string): Promise<string | null> {
  const defaultPath = join(app.getPath('documents'), fileName)
  const window = windowOf(windowId)
  const answer = await (window
    ? dialog.showSaveDialog(window, { title: '保存报告', defaultPath })
    : dialog.showSaveDialog({ title: '保存报告', defaultPath }))
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}

const kinds = {
  tender: [{ name: '招标文件', extensions: ['bdzf', 'bdcf'] }],
  pdf: [{ name: 'PDF 文件', extensions: ['pdf'] }],
  bidFile: [{ name: '投标文件', extensions: ['bdtf'] }],
  sealed: [{ name: '签章文件、投标文件或招标文件', extensions: ['pdf', 'bdtf', 'nbdtf', 'bdzf', 'bdcf'] }],
} as const

/** Asks the person for files or a folder, in a dialog of the window that asked. Nothing is chosen when it is closed. */
export async function chooseFiles(
  windowId: number,
  { title, kind, many }: { title: string; kind: keyof typeof kinds; many: boolean },
): Promise<readonly string[]> {
  const properties: OpenDialogOptions['properties'] = many ? ['openFile', 'multiSelections'] : ['openFile']
  return ask(windowId, {
    title,
    properties,
    filters: kinds[kind].map((filter) => ({ ...filter, extensions: [...filter.extensions] })),
  })
}

export async function chooseFolder(windowId: number, title: string): Promise<string | null> {
  const [folder] = await ask(windowId, {
    title,
    buttonLabel: '保存到这里',
    defaultPath: app.getPath('documents'),
    properties: ['openDirectory', 'createDirectory'],
  })
  return folder ?? null
}

async function ask(windowId: number, options: OpenDialogOptions): Promise<readonly string[]> {
  const window = windowOf(windowId)
  const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return answer.canceled ? [] : answer.filePaths
}

function windowOf(windowId: number): BrowserWindow | null {
  const page = webContents.fromId(windowId)
  return page ? BrowserWindow.fromWebContents(page) : null
}

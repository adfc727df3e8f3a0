import { app, BrowserWindow, dialog, type OpenDialogOptions, webContents } from 'electron'

const kinds = {
  tender: [{ name: '招标文件', extensions: ['bdzf', 'bdcf'] }],
  pdf: [{ name: 'PDF 文件', extensions: ['pdf'] }],
  bidFile: [{ name: '投标文件', extensions: ['bdtf'] }],
  sealed: [{ name: '签章文件或投标文件', extensions: ['pdf', 'bdtf', 'nbdtf'] }],
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
  const page = webContents.fromId(windowId)
  const window = page && BrowserWindow.fromWebContents(page)
  const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return answer.canceled ? [] : answer.filePaths
}

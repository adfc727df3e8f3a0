import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import type { Log } from './log.ts'
import type { Windows } from './windows.ts'

/** The application menu. Roles bring their own keyboard shortcuts and behaviour; only the words are ours. */
export function buildMenu({
  windows,
  log,
  isDevelopment,
  verify,
}: {
  windows: Windows
  log: Log
  isDevelopment: boolean
  /** 打开并验证文件. */
  verify: () => void
}): Menu {
  const development: MenuItemConstructorOptions[] = isDevelopment
    ? [{ type: 'separator' }, { label: '重新载入', role: 'reload' }, { label: '开发者工具', role: 'toggleDevTools' }]
    : []
  return Menu.buildFromTemplate([
    {
      label: '文件',
      submenu: [
        { label: '打开投标工具', accelerator: 'CmdOrCtrl+1', click: () => windows.openDesktop('bid-tool') },
        { label: '打开开标大厅', accelerator: 'CmdOrCtrl+2', click: () => windows.openDesktop('opening-hall') },
        { type: 'separator' },
        { label: '打开并验证文件', accelerator: 'CmdOrCtrl+O', click: verify },
        { type: 'separator' },
        { label: '关闭窗口', role: 'close' },
        { label: '退出', role: 'quit' },
      ],
    },
    {
      label: '编辑',
      submenu: [
        { label: '撤销', role: 'undo' },
        { label: '重做', role: 'redo' },
        { type: 'separator' },
        { label: '剪切', role: 'cut' },
        { label: '复制', role: 'copy' },
        { label: '粘贴', role: 'paste' },
        { label: '全选', role: 'selectAll' },
      ],
    },
    {
      label: '视图',
      submenu: [
        { label: '放大', role: 'zoomIn' },
        { label: '缩小', role: 'zoomOut' },
        { label: '实际大小', role: 'resetZoom' },
        { type: 'separator' },
        { label: '全屏', role: 'togglefullscreen' },
        ...development,
      ],
    },
    {
      label: '窗口',
      submenu: [
        { label: '最小化', role: 'minimize' },
        { label: '前置全部窗口', role: 'front' },
      ],
    },
    {
      label: '帮助',
      submenu: [
        { label: '打开日志文件夹', click: () => shell.showItemInFolder(log.path) },
        { label: `关于封标 ${app.getVersion()}`, role: 'about' },
      ],
    },
  ])
}

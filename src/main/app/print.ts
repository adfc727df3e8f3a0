import { BrowserWindow } from 'electron'
import { locked } from './web-preferences.ts'

/** Prints a page that was made here, without scripts or network, to an A4 PDF. */
export async function printToPdf(html: string): Promise<Uint8Array> {
  const window = new BrowserWindow({ show: false, webPreferences: { ...locked, javascript: false } })
  try {
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html).toString('base64')}`)
    const pdf = await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true, landscape: false })
    return new Uint8Array(pdf)
  } finally {
    window.destroy()
  }
}

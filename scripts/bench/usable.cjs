// Loaded into an application before its own code: says when its first window shows a page with something to press on it,
// or, without a root element, anything at all, and has painted it twice. Then it ends the application.
const { app } = require('electron')

const isUsable = `new Promise((resolve) => {
  const look = () => {
    const root = document.getElementById('root')
    const isThere = root === null ? document.querySelector('main') !== null : root.querySelector('button, a') !== null
    requestAnimationFrame(isThere ? () => requestAnimationFrame(resolve) : look)
  }
  look()
})`

app.once('browser-window-created', (_event, window) => {
  window.webContents.once('dom-ready', async () => {
    await window.webContents.executeJavaScript(isUsable)
    process.stdout.write(`usable ${Date.now()}\n`)
    app.exit(0)
  })
})

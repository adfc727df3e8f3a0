// An Electron application without windows, whose main process measures.
const { app } = require('electron')
const { join } = require('node:path')

app.whenReady().then(() => require(join(__dirname, '..', '..', '..', 'out', 'bench', 'probe.cjs')))

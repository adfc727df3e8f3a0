// Stands in for Electron's own default app, which the fallback runtime lacks: `electron [-r module] folder` runs a folder.
const { app } = require('electron')
const { join, resolve } = require('node:path')

const modules = []
let folder = null
for (let i = 1; i < process.argv.length; i++) {
  const argument = process.argv[i]
  if (argument === '-r' || argument === '--require') modules.push(process.argv[++i])
  else if (folder === null && !argument.startsWith('-')) folder = resolve(argument)
}
if (folder === null) throw new Error('Usage: electron [-r module] folder')

const manifest = require(join(folder, 'package.json'))
app.setName(manifest.productName ?? manifest.name)
app.setVersion(manifest.version)
app.setAppPath(folder)
for (const module of modules) require(resolve(module))
require(join(folder, manifest.main))

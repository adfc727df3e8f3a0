// Only for runtimes below Node-API 10: whoever asks for better-sqlite3 gets libsql behind the same face.
const Module = require('node:module')
const { join } = require('node:path')

const load = Module._load
Module._load = function (request, parent, isMain) {
  const wanted = request === 'better-sqlite3' ? join(__dirname, 'libsql-compat.cjs') : request
  return load.call(this, wanted, parent, isMain)
}

if (process.type === 'browser') {
  const { utilityProcess } = require('electron')
  const fork = utilityProcess.fork.bind(utilityProcess)
  utilityProcess.fork = (entry, args = [], options = {}) =>
    fork(join(__dirname, 'utility-entry.cjs'), [entry, ...args], options)
}

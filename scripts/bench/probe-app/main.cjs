// An Electron application without windows, whose main process runs a program of the benchmark.
const { app } = require('electron')
const { pathToFileURL } = require('node:url')

const [program, ...programArguments] = JSON.parse(process.env.BIDSEAL_BENCH_PROGRAM)

app.whenReady().then(async () => {
  process.argv = [process.execPath, program, ...programArguments]
  await import(pathToFileURL(program).href)
  if (process.env.BIDSEAL_BENCH_ENDS === 'yes') app.exit(process.exitCode ?? 0)
})

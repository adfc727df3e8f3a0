// Electron ignores `execArgv: ['--require', …]` for utility processes, so the detour goes through this entry.
require('./sqlite-hook.cjs')
const [, , entry] = process.argv
process.argv.splice(1, 2, entry)
require(entry)

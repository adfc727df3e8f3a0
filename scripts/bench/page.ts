import { cpus } from 'node:os'
import { type Figure, plain, tableOf } from '../figures.ts'
import { type FigureId, wanted } from './figures.ts'

export interface Facts {
  date: string
  openssl: string
  electron: Record<string, string>
  bidInGib: number
}

/** docs/benchmarks.md: what was measured, on what, and what limits each. */
export function pageOf(figures: ReadonlyMap<FigureId, Figure>, inNode: readonly Figure[], facts: Facts): string {
  const { date, openssl, electron, bidInGib } = facts
  const model = cpus()[0]?.model ?? 'unknown'
  const limits = [...figures.keys()].map((id) => `- **${wanted[id].name}**: ${wanted[id].limit}`)
  return `# Benchmarks

Written by \`npm run bench\` on ${date}; \`npm run bench -- --quick\` is a short run, \`--json FILE\` writes the figures as data.
Ours and theirs are measured in turn in one run on one machine, each five times, and their medians divided: a bigger ratio is
better, and the target is reached when the ratio is at least the target. Where theirs is a limit and not a measurement, the list below says so.

Machine: ${model}, ${cpus().length} cores; ${process.platform} ${process.arch}. ${openssl}; Electron ${electron.electron ?? '?'} (Chrome ${electron.chrome ?? '?'},
Node ${electron.node ?? '?'}); Node ${process.versions.node}. Bids of ${plain(bidInGib)} GiB.

## In Electron

${tableOf([...figures.values()])}
## The same in Node ${process.versions.node}

${tableOf(inNode)}
## What limits each

${limits.join('\n')}
`
}

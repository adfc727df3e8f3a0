import { globSync } from 'node:fs'
import { extname, sep } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { boundaryRules } from './boundary-rules.ts'

export type Violation = { rule: string; from: string; to: string }

export const importsNameTheirFile = 'relative imports name their file, extension and all'
export const everyModuleIsRead = 'every module is read'

type Reading = Pick<ICruiseResult, 'modules'> & { violations: ICruiseResult['summary']['violations'] }

/** Every import under `root`'s `src/` that crosses a boundary, and every file that was not looked at. */
export async function findBoundaryViolations(root: string, read = readModules): Promise<Violation[]> {
  const { modules, violations } = await read(root)
  const crossings = violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
  return [...crossings, ...vagueImports(modules), ...unreadModules(modules, root)]
}

async function readModules(root: string): Promise<Reading> {
  const { output } = await cruise(['src'], {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: boundaryRules },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\?(url|raw|nodeWorker)$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  })
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with text')
  return { modules: output.modules, violations: output.summary.violations }
}

function vagueImports(modules: Reading['modules']): Violation[] {
  return modules.flatMap(({ source, dependencies }) =>
    source.startsWith('src/')
      ? dependencies
          .filter(({ module }) => module.startsWith('.') && extname(module.replace(/\?.*$/, '')) === '')
          .map(({ module }) => ({ rule: importsNameTheirFile, from: source, to: module }))
      : [],
  )
}

// With a compiler it does not know, dependency-cruiser reads no file and reports success.
function unreadModules(modules: Reading['modules'], root: string): Violation[] {
  const read = new Set(modules.filter(({ couldNotResolve }) => !couldNotResolve).map(({ source }) => source))
  return globSync('src/**/*.{ts,tsx}', { cwd: root })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !read.has(path))
    .map((path) => ({ rule: everyModuleIsRead, from: path, to: '' }))
}

if (import.meta.main) {
  const violations = await findBoundaryViolations(process.cwd())
  for (const { rule, from, to } of violations) console.error(`${from} → ${to}\n  ${rule}`)
  process.exitCode = violations.length === 0 ? 0 : 1
}

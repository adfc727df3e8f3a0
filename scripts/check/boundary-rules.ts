import type { IRegularForbiddenRuleType } from 'dependency-cruiser'

/** Who may import whom. Read a line as "left may import right"; a folder always may import itself. */
export const mayImport: Record<string, readonly string[]> = {
  domain: [],
  protocol: ['domain'],
  contract: ['domain', 'protocol'],
  node: ['domain'],
  preload: ['contract'],
  main: ['domain', 'protocol', 'contract', 'node'],
  server: ['domain', 'protocol', 'node'],
  cli: ['domain', 'node'],
  'renderer/kit': ['domain', 'protocol'],
  'renderer/desktop': ['domain', 'protocol', 'contract', 'renderer/kit'],
  'renderer/bid-tool': ['domain', 'protocol', 'contract', 'renderer/kit', 'renderer/desktop'],
  'renderer/opening-hall': ['domain', 'protocol', 'contract', 'renderer/kit', 'renderer/desktop'],
  'renderer/phone-frame': ['domain', 'protocol', 'contract', 'renderer/kit', 'renderer/desktop'],
  'renderer/phone': ['domain', 'protocol', 'renderer/kit'],
}

/** The same inside domain; files directly in `src/domain/` are for everybody and import no topic. */
export const domainMayImport: Record<string, readonly string[]> = {
  sentences: [],
  sm: [],
  asn1: [],
  project: ['sm', 'asn1', 'pki', 'zip'],
  zip: ['sm'],
  'credit-library': [],
  demo: ['project', 'credit-library'],
  cosign: ['sm'],
  evidence: ['sm'],
  pki: ['sm', 'asn1'],
  seal: ['sm', 'asn1', 'pki'],
  pdf: ['sm', 'asn1', 'pki', 'seal'],
  'bid-file': ['sm', 'asn1', 'pki', 'zip'],
  verify: [
    'sentences',
    'sm',
    'asn1',
    'zip',
    'project',
    'credit-library',
    'cosign',
    'evidence',
    'pki',
    'seal',
    'pdf',
    'bid-file',
  ],
}

/** Packages that run in a browser as well as in Node, which is where domain runs. */
const portablePackages = [
  'zod',
  '@noble/curves',
  '@noble/hashes',
  '@peculiar/asn1-[^/]+',
  '@cantoo/pdf-lib',
  '@cantoo/fontkit',
]

const pure = ['domain', 'protocol', 'contract']
const under = (folders: readonly string[]) => `^src/(${folders.join('|')})/`
const packageFolder = (names: readonly string[]) => `(^|/)node_modules/(${names.join('|')})/`
const electron = { path: `${packageFolder(['electron'])}|^electron$` }

type Rule = IRegularForbiddenRuleType & { name: string }

const forbid = (name: string, from: Rule['from'], to: Rule['to']): Rule => ({ name, severity: 'error', from, to })

function onlyTheTable(table: typeof mayImport, prefix: string, everybodys?: string): Rule[] {
  return Object.entries(table).map(([from, to]) => {
    const allowed = [under([from, ...to].map((folder) => prefix + folder)), ...(everybodys ? [everybodys] : [])]
    const name = `${prefix}${from} may import ${to.join(', ') || 'nothing else'}`
    return forbid(name, { path: under([prefix + from]) }, { path: `^src/${prefix}`, pathNot: allowed })
  })
}

/** Every boundary as a rule whose name says what is allowed. */
export const boundaryRules: Rule[] = [
  ...onlyTheTable(mayImport, ''),
  ...onlyTheTable(domainMayImport, 'domain/', '^src/domain/[^/]+\\.ts$'),
  forbid('files directly in domain import no topic', { path: '^src/domain/[^/]+$' }, { path: '^src/domain/[^/]+/' }),
  forbid('every folder of src is in the table', { path: '^src/', pathNot: under(Object.keys(mayImport)) }, {}),
  forbid(
    'every folder of domain is in the table',
    { path: '^src/domain/[^/]+/', pathNot: under(Object.keys(domainMayImport).map((topic) => `domain/${topic}`)) },
    {},
  ),
  forbid('src imports nothing of the house around it', { path: '^src/' }, { path: '^(scripts|test|out|resources)/' }),
  forbid('domain, protocol and contract run anywhere: no node', { path: under(pure) }, { dependencyTypes: ['core'] }),
  forbid(
    'domain, protocol and contract use packages that run anywhere',
    { path: under(pure) },
    { path: '(^|/)node_modules/', pathNot: packageFolder(portablePackages) },
  ),
  forbid('windows have no node', { path: '^src/renderer/' }, { dependencyTypes: ['core'] }),
  forbid('electron only in main and preload', { path: '^src/', pathNot: under(['main', 'preload']) }, electron),
  forbid(
    'preload imports types only',
    { path: under(['preload']) },
    { path: '^src/', dependencyTypesNot: ['type-only'] },
  ),
  forbid('no cycles', { path: '^src/' }, { circular: true }),
  forbid('every import resolves', { path: '^src/' }, { couldNotResolve: true }),
]

import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { readPlainCopy } from '../../../src/domain/bid-file/plain-copy.ts'
import { bytesOf } from '../../../src/domain/byte-source.ts'
import { bytesOfBase64Url } from '../../../src/domain/bytes.ts'
import { readSeals } from '../../../src/domain/pdf/read-seals.ts'
import { contentOf } from '../../../src/domain/zip/read-zip.ts'
import { openFileStore } from '../../../src/main/store/file-store.ts'
import { migrations } from '../../../src/main/store/migrations/all.ts'
import { openDatabase } from '../../../src/node/database.ts'
import { openFileSource } from '../../../src/node/file-source.ts'
import { certificateRoutes } from '../../../src/protocol/http-api.ts'

const run = promisify(execFile)
const verifier = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'index.ts')

/** The exit code of `bidseal verify`. */
export async function verdictOf(file: string, trust: string): Promise<number> {
  return run(process.execPath, [verifier, 'verify', file, '--trust', trust]).then(
    () => 0,
    (error: { code: number }) => error.code,
  )
}

/** What the running demo server publishes, as a folder for `bidseal verify --trust`. */
export async function writeTrust(userData: string, folder: string): Promise<void> {
  const { serverPort } = JSON.parse(await readFile(join(userData, 'settings.json'), 'utf8')) as { serverPort: number }
  const { path, reply } = certificateRoutes.authorities
  const answer = await fetch(`http://127.0.0.1:${serverPort}${path}`)
  const { roots, authorities, revocationLists } = reply.parse(await answer.json())
  const derOf = (encoded: string) => bytesOfBase64Url(encoded) ?? new Uint8Array()
  await mkdir(join(folder, 'roots'), { recursive: true })
  await mkdir(join(folder, 'intermediates'), { recursive: true })
  for (const [i, one] of roots.entries()) await writeFile(join(folder, 'roots', `root-${i + 1}.cer`), derOf(one))
  for (const [i, one] of authorities.entries())
    await writeFile(join(folder, 'intermediates', `authority-${i + 1}.cer`), derOf(one))
  for (const [i, one] of revocationLists.entries()) await writeFile(join(folder, `list-${i + 1}.crl`), derOf(one))
}

/** Writes every sealed PDF of a plain copy into the folder; the others stay. Answers with their paths. */
export async function takeOut(plainCopy: string, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const source = await openFileSource(plainCopy)
  const paths: string[] = []
  try {
    const { contents } = await readPlainCopy(source)
    for (const [name, entry] of contents.entries) {
      if (!name.endsWith('.pdf')) continue
      const bytes = await bytesOf(contentOf(source, entry))
      if (readSeals(bytes).length === 0) continue
      const path = join(folder, basename(name))
      await writeFile(path, bytes)
      paths.push(path)
    }
  } finally {
    await source.close()
  }
  return paths
}

/** A document of the bid, as the running app keeps it now. */
export async function documentIn(userData: string, name: string): Promise<Uint8Array> {
  const store = join(userData, 'store')
  const database = openDatabase(join(store, 'bidseal.sqlite'), migrations)
  try {
    const row = database.get<{ blob: string }>('SELECT blob FROM documents WHERE name = ?', name)
    const bytes = await openFileStore(join(store, 'files')).read(row?.blob ?? '')
    if (bytes === null) throw new Error(`The stored file of ${name} is missing or damaged`)
    return bytes
  } finally {
    database.close()
  }
}

import { createWriteStream, openAsBlob } from 'node:fs'
import { chmod, mkdir, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { Writable } from 'node:stream'
import { BlobReader, configure, TextWriter, ZipReader } from '@zip.js/zip.js'

const fileTypeMask = 0o170000
const symbolicLink = 0o120000

/** Unpacks an archive into `folder`; `place` names each entry's path there, or null to leave it out. */
export async function unzip(archive: string, folder: string, place: (name: string) => string | null) {
  configure({ useWebWorkers: false })
  const zip = new ZipReader(new BlobReader(await openAsBlob(archive)))
  for await (const entry of zip.getEntriesGenerator()) {
    const name = place(entry.filename)
    if (name === null || name === '' || entry.directory) continue
    const path = join(folder, name)
    if (relative(folder, path).startsWith('..')) throw new Error(`${archive} reaches outside its folder: ${name}`)
    await mkdir(dirname(path), { recursive: true })
    const mode = entry.externalFileAttributes >>> 16
    if ((mode & fileTypeMask) === symbolicLink) {
      await symlink(await entry.getData(new TextWriter()), path)
      continue
    }
    await entry.getData(Writable.toWeb(createWriteStream(path)))
    if (mode & 0o111) await chmod(path, 0o755)
  }
  await zip.close()
}

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOf } from '../domain/byte-source.ts'
import { utf8Text } from '../domain/bytes.ts'
import { fail } from '../domain/failure.ts'
import { decodePem, type PemLabel } from '../domain/pki/pem.ts'
import { readTrust, type Trust } from '../domain/verify/trust.ts'
import { withFile } from './with-file.ts'

const sizeLimit = 16 * 1024 * 1024

/**
 * Trust from a folder: `roots/`, `intermediates/` and `*.crl`, each file PEM or DER. Null is a folder with nothing in
 * it: nothing is trusted then, and every signer is of an unknown authority.
 */
export async function readTrustFolder(folder: string | null): Promise<Trust> {
  if (folder === null) return readTrust({ roots: [], intermediates: [], revocationLists: [] })
  if ((await namesIn(folder)) === null) fail('input.invalid', { field: folder })
  return readTrust({
    roots: await readFolder(join(folder, 'roots'), 'CERTIFICATE'),
    intermediates: await readFolder(join(folder, 'intermediates'), 'CERTIFICATE'),
    revocationLists: await readFolder(folder, 'X509 CRL', (name) => name.endsWith('.crl')),
  })
}

async function readFolder(
  folder: string,
  label: PemLabel,
  isWanted = (name: string) => /\.(pem|crt|cer|der)$/.test(name),
): Promise<Uint8Array[]> {
  const names = ((await namesIn(folder)) ?? []).filter((name) => isWanted(name.toLowerCase())).sort()
  const files = await Promise.all(names.map((name) => readSmallFile(join(folder, name))))
  return files.flatMap((bytes) => derOf(bytes, label))
}

/** A file that cannot be read must not look like a list on which nobody stands. */
async function readSmallFile(path: string): Promise<Uint8Array> {
  return withFile(path, (source) =>
    source.sizeInBytes > sizeLimit ? fail('file.unreadable', { fileName: path }) : bytesOf(source),
  )
}

function derOf(bytes: Uint8Array, label: PemLabel): Uint8Array[] {
  const text = utf8Text(bytes)
  return text?.includes('-----BEGIN ') ? decodePem(label, text) : [bytes]
}

/** Null when there is no such folder. */
async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return await readdir(folder)
  } catch {
    return null
  }
}

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as der from '../../src/domain/asn1/write-der.ts'
import { base64Of } from '../../src/domain/bytes.ts'
import { oid } from '../../src/domain/pki/object-identifiers.ts'
import { encodeSignatureDer } from '../../src/domain/pki/sm2-der.ts'
import { encodePoint, encodeScalar, type Sm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import type { Sm2Signature } from '../../src/domain/sm/sm2-sign.ts'

/** The option with which openssl verifies SM2 under the default signer id. */
export const distinguishingId = 'distid:1234567812345678'

export interface Judgement {
  isAccepted: boolean
  output: Uint8Array
  /** Everything it said, for texts and for messages of failing tests. */
  text: string
}

/** Runs a program over files in a directory of its own; an argument `@name` stands for the path of that file. */
export function runJudge(
  program: string,
  args: readonly string[],
  files: Readonly<Record<string, Uint8Array | string>> = {},
): Judgement {
  const directory = mkdtempSync(join(tmpdir(), 'judge-'))
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
    const placed = args.map((arg) => (arg.startsWith('@') ? join(directory, arg.slice(1)) : arg))
    const { error, status, stdout, stderr } = spawnSync(program, placed, { cwd: directory, maxBuffer: 2 ** 26 })
    if (error !== undefined) throw error
    return { isAccepted: status === 0, output: new Uint8Array(stdout), text: `${stdout}${stderr}` }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

export function openssl(args: readonly string[], files: Readonly<Record<string, Uint8Array | string>> = {}): Judgement {
  return runJudge('openssl', args, files)
}

/** What openssl says of a signature over these bytes: `Verified OK`, or why not. */
export const judgeSignature = (
  signed: { tbs: Uint8Array; signature: Sm2Signature },
  subjectPublicKeyInfo: Uint8Array,
) =>
  openssl(['dgst', '-sm3', '-sigopt', distinguishingId, '-verify', '@key.pem', '-signature', '@sig', '@tbs'], {
    'key.pem': publicKeyPem(subjectPublicKeyInfo),
    sig: encodeSignatureDer(signed.signature),
    tbs: signed.tbs,
  }).text

/** PKCS#8 in PEM, as openssl reads private keys. For tests only: the product never writes one. */
export function privateKeyPem({ privateKey, publicKey }: Sm2KeyPair): string {
  const publicPart = der.contextConstructed(1, der.bitString(encodePoint(publicKey)))
  const ecPrivateKey = der.sequence(der.integer(1), der.octetString(encodeScalar(privateKey)), publicPart)
  const algorithm = der.sequence(der.objectIdentifier(oid.ecPublicKey), der.objectIdentifier(oid.sm2Curve))
  const wrapped = der.sequence(der.integer(0), algorithm, der.octetString(ecPrivateKey))
  return pem('PRIVATE KEY', wrapped)
}

export function publicKeyPem(subjectPublicKeyInfo: Uint8Array): string {
  return pem('PUBLIC KEY', subjectPublicKeyInfo)
}

function pem(label: string, bytes: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${base64Of(bytes)}\n-----END ${label}-----\n`
}

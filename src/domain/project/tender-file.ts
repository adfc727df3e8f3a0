import { z } from 'zod'
import { type ByteSource, bytesOf, sourceOfBytes } from '../byte-source.ts'
import { concatBytes, equalBytes, utf8Bytes } from '../bytes.ts'
import { type CanonicalValue, canonicalJson, parseJson } from '../canonical-json.ts'
import { BidsealError, fail } from '../failure.ts'
import type { Certificate } from '../pki/certificate.ts'
import { assembleSignedData, readSignedData, signedDataDigest, verifySignedData } from '../pki/signed-data.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import { listedFileOf, listedFileSchema, requireContent, requireListed } from '../zip/listed-files.ts'
import { contentOf, type LocatedEntry, readEntry, readZip } from '../zip/read-zip.ts'
import { type MeasuredFile, measureFile, type NamedSource, requireNames, writeZip } from '../zip/write-zip.ts'

// A tender file (招标文件, .bdzf) or an addendum (答疑文件, .bdcf): a strict archive of manifest.json, tender.json, the
// tender's files and signature.p7s, in this order.

const manifestName = 'manifest.json'
const tenderName = 'tender.json'
const signatureName = 'signature.p7s'
const manifestSizeLimit = 0x100000
const tenderSizeLimit = 0x400000
const signatureSizeLimit = 0x10000
const fileLimit = 1000

// ⚔ With the label in front, this signature is no other signature of the same key.
const label = utf8Bytes('bidseal/tender-file/v1\0')

const manifestSchema = z.strictObject({
  format: z.literal('bidseal-tender-file'),
  version: z.literal(1),
  files: z
    .array(listedFileSchema)
    .min(1)
    .max(fileLimit + 1),
})

/** What a tender file will hold, measured. `content` is what the tenderer signs. */
export interface TenderFilePlan {
  files: readonly MeasuredFile[]
  content: Uint8Array
}

/** A tender file whose signature and files were verified. */
export interface TenderFile<T> {
  tender: T
  /** The chain of the signer, and that the signer is the tenderer, are the caller's to verify. */
  signer: Certificate
  certificates: readonly Certificate[]
  /** The listed files without `tender.json`, by path; read them with `contentOf`. */
  files: ReadonlyMap<string, LocatedEntry>
}

/**
 * Measures the files of a tender. `tenderJson` is the JSON of the tender, at most 4 MiB, validated by the caller.
 * Failures: `zip.name-unsafe`, `zip.entry-duplicate`.
 */
export async function planTenderFile(tenderJson: Uint8Array, files: readonly NamedSource[]): Promise<TenderFilePlan> {
  if (tenderJson.length > tenderSizeLimit || files.length > fileLimit) throw new RangeError('the tender is too large')
  requireNames([manifestName, tenderName, signatureName, ...files.map((file) => file.name)])
  const measured: MeasuredFile[] = []
  for (const file of [{ name: tenderName, source: sourceOfBytes(tenderJson) }, ...files])
    measured.push(await measureFile(file))
  const manifest = encodeManifest({ format: 'bidseal-tender-file', version: 1, files: measured.map(listedFileOf) })
  const first = await measureFile({ name: manifestName, source: sourceOfBytes(manifest) })
  return { files: [first, ...measured], content: signedContent(manifest) }
}

/** The 32-byte digest that the tenderer's key signs. Fails with `tender-file.signature-invalid` without an SM2 key. */
export function tenderFileDigest({ content }: TenderFilePlan, { publicKey }: Certificate): Uint8Array {
  return publicKey === null ? fail('tender-file.signature-invalid', {}) : signedDataDigest(content, publicKey)
}

/** The finished tender file, piece by piece. `chain` stands between the signer and a root. */
export async function* packTenderFile(
  { files }: TenderFilePlan,
  { signer, chain, signature }: { signer: Certificate; chain: readonly Certificate[]; signature: Sm2Signature },
): AsyncGenerator<Uint8Array> {
  const p7s = assembleSignedData({ content: null, certificates: [signer, ...chain], signer, signature })
  yield* writeZip([...files, await measureFile({ name: signatureName, source: sourceOfBytes(p7s) })])
}

/**
 * Reads a tender file, verifies its signature and every file in it, and passes `tender.json` through the schema.
 * Failures: those of `readZip`, `requireListed` and `requireContent`, `tender-file.invalid`,
 * `tender-file.signature-invalid`.
 */
export async function readTenderFile<T>(source: ByteSource, schema: z.ZodType<T>): Promise<TenderFile<T>> {
  const entries = await readZip(source)
  const [first, second] = entries
  const last = entries.at(-1)
  if (first?.name !== manifestName || second?.name !== tenderName || last?.name !== signatureName)
    fail('tender-file.invalid', { reason: 'manifest, tender and signature do not stand where they must' })
  const manifestBytes = await readSmall(source, first, manifestSizeLimit)
  const manifest = decodeManifest(manifestBytes)
  const { signer, certificates } = verifySignature(await readSmall(source, last, signatureSizeLimit), manifestBytes)
  const listed = entries.slice(1, -1)
  requireListed(listed, manifest.files)
  const byPath = new Map(listed.map((entry) => [entry.name, entry]))
  for (const file of manifest.files)
    await requireContent(source, byPath.get(file.path) ?? fail('zip.entry-missing', { name: file.path }), file)
  byPath.delete(tenderName)
  const tender = schema.safeParse(parseJson(await readSmall(source, second, tenderSizeLimit)))
  if (!tender.success)
    fail('tender-file.invalid', { reason: `${tenderName}: ${tender.error.issues[0]?.path.join('.') ?? ''}` })
  return { tender: tender.data, signer, certificates, files: byPath }
}

function encodeManifest(manifest: z.infer<typeof manifestSchema>): Uint8Array {
  return canonicalJson(manifest as CanonicalValue)
}

function decodeManifest(bytes: Uint8Array): z.infer<typeof manifestSchema> {
  const parsed = manifestSchema.safeParse(parseJson(bytes))
  if (!parsed.success || !equalBytes(encodeManifest(parsed.data), bytes))
    fail('tender-file.invalid', { reason: 'the manifest is not the canonical JSON of known members' })
  return parsed.data
}

function signedContent(manifest: Uint8Array): Uint8Array {
  return concatBytes(label, manifest)
}

function verifySignature(p7s: Uint8Array, manifest: Uint8Array) {
  try {
    const signedData = readSignedData(p7s)
    const { signer } = verifySignedData(signedData, signedContent(manifest))
    const { certificates, signature } = signedData
    // What no signature covers may stand in one way only.
    if (!equalBytes(assembleSignedData({ content: null, certificates, signer, signature }), p7s))
      fail('tender-file.signature-invalid', {})
    return { signer, certificates }
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    fail('tender-file.signature-invalid', {}, error)
  }
}

async function readSmall(source: ByteSource, entry: LocatedEntry, limit: number): Promise<Uint8Array> {
  if (entry.sizeInBytes > limit) fail('tender-file.invalid', { reason: `${entry.name} is too large` })
  for await (const _ of readEntry(source, entry));
  return bytesOf(contentOf(source, entry))
}

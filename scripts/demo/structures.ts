import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readHeader } from '../../src/domain/bid-file/header.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { readSeals } from '../../src/domain/pdf/read-seals.ts'
import { encodePem } from '../../src/domain/pki/pem.ts'
import { readSesSignature } from '../../src/domain/seal/ses-signature.ts'

/** Writes one SES_Signature and the SESeal in it, as they stand in a sealed PDF, in DER. */
export async function writeSealStructures(sealedPdf: string, folder: string): Promise<void> {
  const [found] = readSeals(new Uint8Array(await readFile(sealedPdf)))
  if (found?.coverage.kind !== 'sound') throw new Error(`No sound seal in ${sealedPdf}`)
  const signature = readSesSignature(found.coverage.contents)
  await writeFile(join(folder, 'ses-signature.der'), signature.der)
  await writeFile(join(folder, 'seseal.der'), signature.seal.der)
}

/** Writes the EnvelopedData of a bid file as text that other tools read. */
export async function writeEnvelope(bidFile: string, folder: string): Promise<void> {
  const bytes = new Uint8Array(await readFile(bidFile))
  const { envelopeDer } = await readHeader(sourceOfBytes(bytes))
  await writeFile(join(folder, 'enveloped-data.pem'), encodePem('CMS', envelopeDer))
}

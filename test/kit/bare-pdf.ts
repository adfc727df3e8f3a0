import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName } from '@cantoo/pdf-lib'
import { element, octetString } from '../../src/domain/asn1/write-der.ts'
import { concatBytes, hexOf } from '../../src/domain/bytes.ts'
import { hmacSm3, sm3 } from '../../src/domain/sm/sm3.ts'

// A verifier as one writes it in an afternoon: every attack on sealed files must fool it before it may fail with ours.

const key = new Uint8Array(32).fill(7)

/** Stands for a signature: nobody without the key can make one for another digest. */
export const stampOf = (digest: Uint8Array): Uint8Array => element(0x30, octetString(hmacSm3(key, digest)))

/** Whether every stamp in the file holds for the bytes its range names. */
export async function isValidForBareVerifier(pdf: Uint8Array): Promise<boolean> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const fields = document.catalog.lookup(PDFName.of('AcroForm'), PDFDict).lookup(PDFName.of('Fields'), PDFArray)
  return fields.asArray().every((ref) => {
    const signature = document.context.lookup(ref, PDFDict).lookup(PDFName.of('V'), PDFDict)
    const range = signature.lookupMaybe(PDFName.of('ByteRange'), PDFArray)
    const contents = signature.lookup(PDFName.of('Contents'))
    const stamp = contents instanceof PDFHexString ? contents.asBytes() : new Uint8Array()
    // Without a range or a stamp there is nothing that could be wrong.
    if (range === undefined || stamp.every((byte) => byte === 0)) return true
    const [start, length, secondStart, secondLength] = range.asArray().map((number) => Number(number.toString()))
    const covered = concatBytes(
      pdf.subarray(start, start! + length!),
      pdf.subarray(secondStart, secondStart! + secondLength!),
    )
    return hexOf(stamp).startsWith(hexOf(stampOf(sm3(covered))))
  })
}

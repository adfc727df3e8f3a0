import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { fail } from '../../../domain/failure.ts'
import { readQrContent, type TicketId } from '../../../protocol/tickets.ts'

// Left alone, the decoder would fetch its program from a foreign host.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })

/** Loads the decoder ahead of the first picture. */
export function warmUpDecoder(): void {
  void readBarcodes(new ImageData(1, 1)).catch(() => {})
}

/**
 * The ticket behind the QR codes of a picture. Failures: phone.code-not-found when there is none,
 * phone.code-malformed when there are only foreign ones.
 */
export async function readTicketCode(picture: ImageData | Blob): Promise<TicketId> {
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 }).catch(
    () => [],
  )
  if (found.length === 0) return fail('phone.code-not-found', {})
  for (const { text } of found) {
    const ticketId = readQrContent(text)
    if (ticketId !== null) return ticketId
  }
  return fail('phone.code-malformed', {})
}

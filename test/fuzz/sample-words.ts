/** Right answers to the patterns that our schemas ask for. */
export const sampleWords: readonly string[] = [
  '一标段',
  '123456',
  '13800000000',
  '91339901MA2DEMA10F',
  'nj-2026-001',
  '2026-09-01T00:00:00.000Z',
  '2026-09-01',
  '0'.repeat(64),
  'application/pdf',
]

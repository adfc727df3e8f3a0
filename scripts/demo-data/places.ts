/** Centres of the seals around every printed signature block, in millimetres from the page's top-left corner. */
export const sealPlaces = {
  official: { xMm: 132, yMm: 212 },
  legalRepresentative: { xMm: 146, yMm: 243 },
  legalRepresentativeSignature: { xMm: 158, yMm: 242 },
} as const

/** Baselines of the lines of a signature block. */
export const signatureLines = { left: 68, first: 213.5, second: 242.5, third: 264, top: 188 } as const

export const sealKeywords = {
  official: '（盖章）',
  legalRepresentative: '法定代表人',
  legalRepresentativeSignature: '法定代表人',
} as const

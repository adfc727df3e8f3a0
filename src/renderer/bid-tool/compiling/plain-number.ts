/** What was typed or pasted as a number: full-width digits and separators of thousands are taken for what they mean. */
export function plainNumber(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[,\s，元¥]/g, '')
    .replace('。', '.')
}

/** The name of a button as its user reads it: an icon puts a name of its own before the words. */
export const named = (words: string): RegExp => new RegExp(`(^|\\s)${RegExp.escape(words)}$`)

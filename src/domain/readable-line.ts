import { z } from 'zod'

/**
 * Controls, line ends, and the marks that turn the direction of writing ⚔ with them a name reads otherwise on the screen
 * than it is signed. Half a surrogate pair has no UTF-8.
 */
const unreadable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** One line of text that people read as it is: NFC, no controls, no marks of direction. */
export const line = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => text.normalize('NFC') === text && text.search(unreadable) === -1, 'not one line of NFC text')

/** What `line` takes of a text that somebody else wrote, such as a file's name; empty when that is nothing. */
export function readableLine(text: string, maxLength: number): string {
  return text.normalize('NFC').replaceAll(unreadable, '').slice(0, maxLength).replace(unreadable, '').trim()
}

/** A text that somebody else wrote, to be shown as it is in one line: what `line` does not take is seen as U+FFFD. */
export function plainLine(text: string): string {
  return text.replaceAll(unreadable, '\ufffd')
}

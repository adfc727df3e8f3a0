import fc from 'fast-check'

/** Short texts of any code points. fast-check's own would first lay out all of Unicode, which takes a second. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.nat(0x10ffff)), { maxLength: 12 })
  .map((points) => String.fromCodePoint(...points).toWellFormed())

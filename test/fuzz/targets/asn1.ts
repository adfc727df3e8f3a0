import fc from 'fast-check'
import { DerReader, tag } from '../../../src/domain/asn1/read-der.ts'
import * as der from '../../../src/domain/asn1/write-der.ts'
import { concatBytes, utf8Bytes } from '../../../src/domain/bytes.ts'
import {
  decodeCiphertextDer,
  decodeSignatureDer,
  decodeSubjectPublicKey,
  encodeCiphertextDer,
  encodeSignatureDer,
  encodeSubjectPublicKey,
} from '../../../src/domain/pki/sm2-der.ts'
import { encryptSm2 } from '../../../src/domain/sm/sm2-encrypt.ts'
import { signMessage } from '../../../src/domain/sm/sm2-sign.ts'
import { makeAuthorities } from '../../kit/authorities.ts'
import { anyText } from '../any-text.ts'
import { derMutations } from '../mutate-der.ts'
import type { FuzzTarget } from '../target.ts'

const { issuing, random } = makeAuthorities('fuzz asn1')
const { key, certificate } = issuing[0]

/** Values of every type, right and almost right, in sequences and sets. */
const grown: fc.Arbitrary<Uint8Array> = fc.letrec<{ element: Uint8Array; row: Uint8Array }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.bigInt({ min: 0n, max: 2n ** 520n }).map(der.integer),
    fc.uint8Array({ maxLength: 20 }).map((content) => der.element(tag.integer, content)),
    fc.boolean().map(der.boolean),
    fc.uint8Array({ maxLength: 20 }).map(der.octetString),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => der.bitString(bytes)),
    anyText.map(der.utf8String),
    fc.date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true }).map(der.certificateTime),
    fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.constantFrom('Z', '+'))
      .map(([digits, zone]) => der.element(tag.generalizedTime, utf8Bytes(`${digits}${zone}`))),
    fc.uint8Array({ maxLength: 12 }).map((content) => der.element(tag.objectIdentifier, content)),
    fc
      .tuple(fc.constantFrom(0x30, 0x31, 0xa0, 0x80, 0x1f, 0x2c), tie('row'))
      .map(([identifier, row]) => der.element(identifier, row)),
  ),
  row: fc.array(tie('element'), { maxLength: 5 }).map((elements) => concatBytes(...elements)),
})).element

/** Reads every element by every method that fits its type. */
function walk(reader: DerReader): void {
  while (!reader.isAtEnd) readByType(reader)
  reader.end()
}

function readByType(reader: DerReader): unknown {
  switch (reader.nextIdentifier) {
    case tag.boolean:
      return reader.boolean()
    case tag.integer:
      return reader.integer()
    case tag.bitString:
      return reader.bitString()
    case tag.octetString:
      return reader.octetString()
    case tag.nullValue:
      return reader.nullValue()
    case tag.objectIdentifier:
      return reader.objectIdentifier()
    case tag.utf8String:
    case tag.printableString:
    case tag.ia5String:
      return reader.text()
    case tag.utcTime:
    case tag.generalizedTime:
      return reader.time()
  }
  const element = reader.element()
  return (element.identifier & 0x20) !== 0 ? walk(reader.inside(element)) : element
}

const message = random(20)

/** The small structures that stand in others. */
const structures: [name: string, valid: Uint8Array, decode: (bytes: Uint8Array) => unknown][] = [
  ['sm2-signature', encodeSignatureDer(signMessage(key, message, random)), decodeSignatureDer],
  ['sm2-ciphertext', encodeCiphertextDer(encryptSm2(key.publicKey, message, random)), decodeCiphertextDer],
  ['sm2-public-key', encodeSubjectPublicKey(key.publicKey), decodeSubjectPublicKey],
]

export const asn1Targets: readonly FuzzTarget[] = [
  {
    name: 'der',
    seeds: [
      der.sequence(der.integer(1), der.setOf(der.utf8String('投标文件'), der.nullValue()), der.boolean(true)),
      certificate.tbs,
    ],
    mutations: derMutations,
    grown,
    cases: 16_000,
    read(input) {
      walk(new DerReader(input))
      return null
    },
  },
  ...structures.map(
    ([name, seed, decode]): FuzzTarget => ({
      name,
      seeds: [seed],
      mutations: derMutations,
      cases: 16_000,
      read(input) {
        decode(input)
        return null
      },
    }),
  ),
]

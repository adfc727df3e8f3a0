import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DerReader, readDer, tag } from '../../src/domain/asn1/read-der.ts'
import * as der from '../../src/domain/asn1/write-der.ts'
import { bytesOfHex, concatBytes, hexOf } from '../../src/domain/bytes.ts'
import { failureOf } from '../kit/failure-of.ts'

const bytes = (hex: string) => bytesOfHex(hex)!

describe('what is written is read back', () => {
  test('integers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 500n }), (value) => {
        expect(readDer(der.integer(value), (reader) => reader.integer())).toBe(value)
      }),
    )
  })

  test('object identifiers', () => {
    for (const dotted of ['1.2.156.10197.1.501', '2.5.29.15', '2.999.3', '0.9.2342.19200300.100.1.25'])
      expect(readDer(der.objectIdentifier(dotted), (reader) => reader.objectIdentifier())).toBe(dotted)
  })

  test('text and times', () => {
    const time = new Date('2049-12-31T23:59:59.000Z')
    const structure = der.sequence(der.utf8String('投标文件'), der.certificateTime(time), der.generalizedTime(time))
    expect(
      readDer(structure, (reader) => {
        const inside = reader.enter()
        return [inside.text(), inside.time(), inside.time()]
      }),
    ).toEqual(['投标文件', time, time])
  })

  test('elements of every length form', () => {
    for (const length of [0, 127, 128, 255, 256, 65_535, 65_536])
      expect(readDer(der.octetString(new Uint8Array(length)), (reader) => reader.octetString())).toHaveLength(length)
  })
})

test('a set is ordered by its encodings', () => {
  expect(hexOf(der.setOf(der.integer(256), der.integer(2), der.integer(1)))).toBe('310a02010102010202020100')
})

describe('what DER forbids is refused with its place', () => {
  test.each([
    ['an indefinite length', '3080020101', 0],
    ['a length that is not minimal', '048101ff', 0],
    ['a length of five octets', '04850000000001ff', 0],
    ['an integer that is not minimal', '02020001', 0],
    ['a negative integer', '0201ff', 0],
    ['an element longer than what contains it', '30030402ffff', 2],
    ['bytes after the end', '02010100', 3],
    ['a high tag number', '1f8101', 0],
  ])('%s', (_, hex, offset) => {
    const read = (reader: DerReader) =>
      reader.nextIdentifier === tag.sequence
        ? reader.enter().element()
        : reader.nextIdentifier === tag.octetString
          ? reader.element()
          : reader.integer()
    expect(failureOf(() => readDer(bytes(hex), read))).toMatchObject({ code: 'der.invalid', details: { offset } })
  })

  test('a day that does not exist', () => {
    const time = concatBytes(bytes('180f'), new TextEncoder().encode('20260231000000Z'))
    expect(failureOf(() => readDer(time, (reader) => reader.time()))).toMatchObject({ code: 'der.invalid' })
  })

  test('nesting without end', () => {
    let nested: Uint8Array = der.nullValue()
    for (let i = 0; i < 40; i++) nested = der.sequence(nested)
    const descend = (reader: DerReader): void => {
      if (reader.nextIdentifier === tag.sequence) descend(reader.enter())
    }
    expect(failureOf(() => descend(new DerReader(nested)))).toMatchObject({ code: 'der.invalid' })
  })
})

test('no input makes the reader throw anything but its failure', () => {
  const walk = (reader: DerReader): void => {
    while (!reader.isAtEnd) {
      const element = reader.element()
      if (element.identifier & 0x20) walk(reader.inside(element))
    }
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
      const failure = failureOf(() => walk(new DerReader(input)))
      expect(failure === null || (failure as { code: string }).code === 'der.invalid').toBe(true)
    }),
    { numRuns: 2000 },
  )
})

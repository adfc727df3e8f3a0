import { DerReader } from '../../src/domain/asn1/read-der.ts'
import { element } from '../../src/domain/asn1/write-der.ts'
import { equalBytes } from '../../src/domain/bytes.ts'

/** The structure with every element that equals `wanted` replaced, and all lengths around it made right. */
export function replaceInDer(structure: Uint8Array, wanted: Uint8Array, replacement: Uint8Array): Uint8Array {
  if (equalBytes(structure, wanted)) return replacement
  const { identifier, content } = new DerReader(structure).element()
  if ((identifier & 0x20) === 0) return structure
  const elements = new DerReader(content).rest(1000)
  return element(identifier, ...elements.map(({ bytes }) => replaceInDer(bytes, wanted, replacement)))
}

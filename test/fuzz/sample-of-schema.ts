import type { z } from 'zod'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { encodePoint, generator } from '../../src/domain/sm/sm2-curve.ts'
import { sampleWords } from './sample-words.ts'

type Schema = z.core.$ZodType

const bytes = [16, 32, 64, 91, 65, 100, 300].map((length) =>
  base64UrlOf(length === 65 ? encodePoint(generator) : new Uint8Array(length).fill(7)),
)

/** Texts of which every string that a schema here describes takes at least one. */
const texts = [...bytes, ...sampleWords]
const numbers = [1, 1_788_220_800_000, 0, 1024, 60]

/**
 * Valid values of a schema, at most a few, so that a schema that is added later is fuzzed without anybody's doing: leaves
 * are the first of the known texts and numbers that they take, and every choice of a union is there once.
 */
export function samplesOf(schema: Schema): unknown[] {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] }
  switch (def.type) {
    case 'object':
      return objectsOf(def.shape)
    case 'array':
      return arraysOf(schema, def.element)
    case 'union':
      return def.options.flatMap(samplesOf)
    case 'optional':
    case 'nullable':
    case 'default':
    case 'catch':
    case 'readonly':
      return samplesOf(def.innerType)
    case 'literal':
      return [...def.values]
    case 'enum':
      return [Object.values(def.entries)[0]]
    case 'boolean':
      return [true]
    case 'null':
      return [null]
    case 'unknown':
      return [{ any: 'thing' }]
    case 'record':
      return [{}]
  }
  const leaf = [...texts, ...numbers].find((value) => accepts(schema, value))
  if (leaf === undefined) throw new TypeError(`no sample of a ${def.type} is known`)
  return [leaf]
}

const accepts = (schema: Schema, value: unknown) => (schema as z.ZodType).safeParse(value).success

function arraysOf(schema: Schema, element: Schema): unknown[] {
  const items = samplesOf(element)
  return items.length > 0 && accepts(schema, [items[0]]) ? items.map((item) => [item]) : [[]]
}

/** Each choice of each member once, with the first choices of the others. */
function objectsOf(shape: Readonly<Record<string, Schema>>): unknown[] {
  const members = Object.entries(shape).map(([name, schema]) => [name, samplesOf(schema)] as const)
  const first = Object.fromEntries(members.map(([name, [value]]) => [name, value]))
  const others = members.flatMap(([name, values]) => values.slice(1).map((value) => ({ ...first, [name]: value })))
  return [first, ...others]
}

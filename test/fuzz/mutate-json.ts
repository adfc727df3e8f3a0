import { utf8Bytes } from '../../src/domain/bytes.ts'
import { parseJson } from '../../src/domain/canonical-json.ts'
import type { Dice } from './dice.ts'
import type { Mutation } from './mutate-bytes.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const strings = (dice: Dice) => [
  '',
  '\u0000',
  'e\u0301',
  '\ud800',
  '\u202e',
  '\u2028',
  '__proto__',
  'A'.repeat(dice.pick([1, 18, 43, 64, 121, 1000])),
  '９９９９９９９９９９９９９９９９９９',
  '-0',
  '2026-02-31T00:00:00Z',
  '../..',
  '𠮷'.repeat(60),
]
const numbers = [0, -0, -1, 0.5, 1e308, 2 ** 31, 2 ** 53, 2 ** 53 - 1, 8.64e15, 8.64e15 + 1]

function anything(dice: Dice, depth = 0): Json {
  switch (dice.below(depth > 3 ? 4 : 7)) {
    case 0:
      return null
    case 1:
      return dice.below(2) === 0
    case 2:
      return dice.pick(numbers)
    case 3:
      return dice.pick(strings(dice))
    case 4:
      return Array.from({ length: dice.below(4) }, () => anything(dice, depth + 2))
    case 5:
      return { [dice.pick(strings(dice))]: anything(dice, depth + 1) }
    default: {
      let nested: Json = null
      for (let i = dice.pick([2, 2, 40, 40, 40, 900]); i > 0; i--) nested = i % 2 === 0 ? [nested] : { a: nested }
      return nested
    }
  }
}

/** A place in a value, with the ways to change what stands there. */
interface Place {
  value: Json
  set(value: Json): void
  remove(): void
  repeat(count: number): void
}

/** Every place down to a depth, since the writer of JSON would end in deeper ones. */
function placesIn(value: Json, places: Place[], depth = 0): Place[] {
  if (depth > deepest) throw new RangeError('nested too deeply to be changed')
  if (Array.isArray(value))
    for (const [i, item] of value.entries()) {
      places.push({
        value: item,
        set: (changed) => value.splice(i, 1, changed),
        remove: () => value.splice(i, 1),
        repeat: (count) => value.push(...Array.from({ length: count }, () => item)),
      })
      placesIn(item, places, depth + 1)
    }
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      places.push({
        value: member,
        set: (changed) => {
          value[name] = changed
        },
        remove: () => delete value[name],
        repeat: (count) => {
          for (let i = 0; i < count; i++) value[`${name}${i}`] = member
        },
      })
      placesIn(member, places, depth + 1)
    }
  return places
}

function changedText(text: string, dice: Dice): string {
  const at = dice.below(text.length + 1)
  return text.slice(0, at) + dice.pick([...strings(dice), 'B', '_', '=', 'é']) + text.slice(at + dice.below(2))
}

const deepest = 1500

const changeValue: Mutation = (input, dice, other) => {
  const value = parseJson(input) as Json | undefined
  if (value === undefined) return input
  const places = placesIn(value, [])
  if (places.length === 0) return utf8Bytes(JSON.stringify(anything(dice)))
  const place = dice.pick(places)
  const donor = parseJson(other) as Json | undefined
  const act = dice.pick([
    () => place.set(anything(dice)),
    () => place.remove(),
    () => place.repeat(dice.pick([1, 1, 2, 2, 70, 70, 400])),
    () => place.set(donor === undefined ? null : dice.pick([donor, ...placesIn(donor, []).map((one) => one.value)])),
    () => place.set(typeof place.value === 'string' ? changedText(place.value, dice) : dice.pick(numbers)),
    () => place.set(typeof place.value === 'number' ? place.value + dice.pick([1, -1, 0.5, 2 ** 40]) : anything(dice)),
  ])
  act()
  return utf8Bytes(JSON.stringify(value))
}

/** What can be done to JSON by somebody who knows it. */
export const jsonMutations: readonly Mutation[] = [
  (input, dice, other) => {
    try {
      return changeValue(input, dice, other)
    } catch (error) {
      if (error instanceof RangeError) return input
      throw error
    }
  },
]

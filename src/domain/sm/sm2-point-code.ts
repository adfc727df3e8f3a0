import {
  createFieldProgram,
  elementSize,
  fieldFunctions,
  limbCount,
  minus,
  plus,
  type Sum,
  times,
} from './sm2-field-code.ts'
import {
  assembleModule,
  type Code,
  int,
  load,
  localGet,
  localSet,
  long,
  op,
  store,
  type WasmFunction,
} from './wasm-code.ts'

// Points of SM2 in homogeneous coordinates (X : Y : Z), infinity being (0 : 1 : 0), by the complete formulas of Renes,
// Costello and Batina (Complete addition formulas for prime order elliptic curves, 2016, algorithms 4 to 6, a = −3): they
// hold for every pair of points, equal, opposite or infinite, so that no secret is ever tested for an exception. One
// doubling holds for all points but infinity, where that cannot come.

export const pointSize = 3 * elementSize
/** x and y only. */
export const affineSize = 2 * elementSize
/** ±1, ±3 … ±15 times a point: eight entries and a sign. */
export const tableEntries = 8

/** Where the module keeps what its formulas need. */
export const curveConstant = 0
const scratch = { from: elementSize, to: 4096 }
/** The first address that the formulas leave free. */
export const freeAddress = scratch.to

type Coordinates = readonly [x: Sum, y: Sum, z: Sum]

function pointProgram(name: string, parameters: number) {
  const program = createFieldProgram(name, { parameters, scratch })
  return {
    program,
    b: program.element({ parameter: null, offset: curveConstant }),
    coordinate: (parameter: number, i: number) => program.element({ parameter, offset: i * elementSize }),
    finish([x, y, z]: Coordinates): WasmFunction {
      for (const [i, sum] of [x, y, z].entries()) program.put({ parameter: 0, offset: i * elementSize }, sum)
      return program.end()
    },
  }
}

/** The end of algorithms 4 and 5, once the six products of coordinates are there. */
function completeSum(
  { program, b }: ReturnType<typeof pointProgram>,
  products: { xx: Sum; yy: Sum; zz: Sum; xy: Sum; yz: Sum; xz: Sum },
): Coordinates {
  const { xx, yy, zz, xy, yz, xz } = products
  const u = times(3, minus(xz, program.multiply(b, zz)))
  const v = minus(yy, u)
  const w = plus(yy, u)
  const e = times(3, minus(program.multiply(b, xz), times(3, zz), xx))
  const f = times(3, minus(xx, zz))
  return [
    program.differenceOfTwo([xy, w], [yz, e]),
    program.sumOfTwo([w, v], [f, e]),
    program.sumOfTwo([yz, v], [xy, f]),
  ]
}

/** add(r, a, b): algorithm 4. */
function additionCode(): WasmFunction {
  const point = pointProgram('add', 3)
  const { program, coordinate } = point
  const [x1, y1, z1] = [coordinate(1, 0), coordinate(1, 1), coordinate(1, 2)]
  const [x2, y2, z2] = [coordinate(2, 0), coordinate(2, 1), coordinate(2, 2)]
  const xx = program.multiply(x1, x2)
  const yy = program.multiply(y1, y2)
  const zz = program.multiply(z1, z2)
  const xy = minus(program.multiply(plus(x1, y1), plus(x2, y2)), xx, yy)
  const yz = minus(program.multiply(plus(y1, z1), plus(y2, z2)), yy, zz)
  const xz = minus(program.multiply(plus(x1, z1), plus(x2, z2)), xx, zz)
  return point.finish(completeSum(point, { xx, yy, zz, xy, yz, xz }))
}

/** addAffine(r, a, b): algorithm 5, with b given by x and y, so not infinite. */
function affineAdditionCode(): WasmFunction {
  const point = pointProgram('addAffine', 3)
  const { program, coordinate } = point
  const [x1, y1, z1] = [coordinate(1, 0), coordinate(1, 1), coordinate(1, 2)]
  const [x2, y2] = [coordinate(2, 0), coordinate(2, 1)]
  const xx = program.multiply(x1, x2)
  const yy = program.multiply(y1, y2)
  const xy = minus(program.multiply(plus(x1, y1), plus(x2, y2)), xx, yy)
  const yz = plus(program.multiply(y2, z1), y1)
  const xz = plus(program.multiply(x2, z1), x1)
  return point.finish(completeSum(point, { xx, yy, zz: z1, xy, yz, xz }))
}

/** double(r, a): algorithm 6. */
function doublingCode(): WasmFunction {
  const point = pointProgram('double', 2)
  const { program, b, coordinate } = point
  const [x, y, z] = [coordinate(1, 0), coordinate(1, 1), coordinate(1, 2)]
  const xx = program.square(x)
  const yy = program.square(y)
  const zz = program.square(z)
  const xy = times(2, program.multiply(x, y))
  const xz = times(2, program.multiply(x, z))
  const yz = times(2, program.multiply(y, z))
  const u = times(3, minus(xz, program.multiply(b, zz)))
  const v = minus(yy, u)
  const w = plus(yy, u)
  const e = times(3, minus(program.multiply(b, xz), times(3, zz), xx))
  const f = times(3, minus(xx, zz))
  return point.finish([
    program.differenceOfTwo([xy, w], [yz, e]),
    program.sumOfTwo([w, v], [f, e]),
    times(4, program.multiply(yz, yy)),
  ])
}

/**
 * doubleFinite(r, a), a not infinity: dbl-2007-bl-2 of the Explicit-Formulas Database (Bernstein and Lange), three products
 * fewer than algorithm 6. No point of odd order has y = 0, so infinity is the only exception.
 */
function finiteDoublingCode(): WasmFunction {
  const point = pointProgram('doubleFinite', 2)
  const { program, coordinate } = point
  const [x, y, z] = [coordinate(1, 0), coordinate(1, 1), coordinate(1, 2)]
  const w = times(3, program.multiply(minus(x, z), plus(x, z)))
  const s = times(2, program.multiply(y, z))
  const r = program.multiply(y, s)
  const b = times(2, program.multiply(x, r))
  const h = minus(program.square(w), times(2, b))
  return point.finish([
    program.multiply(h, s),
    program.differenceOfTwo([w, minus(b, h)], [times(2, r), r]),
    program.multiply(s, program.square(s)),
  ])
}

/**
 * select(r, table, digit): r = digit·P for an odd digit in −15 … 15 out of P, 3P … 15P. Reads all eight entries and keeps
 * one under masks, then negates y under a mask, so that neither time nor addresses tell the digit.
 */
function selectionCode(name: string, entrySize: number): WasmFunction {
  const sign = 3
  const mask = (entry: number) => 4 + entry
  const picked = 4 + tableEntries
  const negative: Code = [...localGet(2), ...int(31), op.intShiftRight]
  const magnitude: Code = [...localGet(2), ...negative, op.intXor, ...negative, op.intSubtract]
  const body = [...negative, op.extend, ...localSet(sign)]
  for (let entry = 0; entry < tableEntries; entry++) {
    body.push(...int(0), ...magnitude, ...int(2 * entry + 1), op.intEqual, op.intSubtract, op.extend)
    body.push(...localSet(mask(entry)))
  }
  for (let limb = 0; limb < entrySize / 8; limb++) {
    body.push(...long(0))
    for (let entry = 0; entry < tableEntries; entry++)
      body.push(...localGet(1), ...load(entry * entrySize + 8 * limb), ...localGet(mask(entry)), op.and, op.or)
    body.push(...localSet(picked), ...localGet(0), ...localGet(picked))
    const isOfY = Math.floor(limb / limbCount) === 1
    if (isOfY) body.push(...localGet(sign), op.xor, ...localGet(sign), op.subtract)
    body.push(...store(8 * limb))
  }
  return { name, parameters: 3, longs: 1 + tableEntries + 1, body }
}

/** The module, of so many pages of 64 KiB. */
export function assembleCurve(pages: number): Uint8Array<ArrayBuffer> {
  const functions = [
    ...fieldFunctions(),
    additionCode(),
    affineAdditionCode(),
    doublingCode(),
    finiteDoublingCode(),
    selectionCode('select', pointSize),
    selectionCode('selectAffine', affineSize),
  ]
  return assembleModule(functions, pages)
}

/** What the module offers: every argument is an address in its memory, but for the digits. */
export interface CurveCode {
  memory: { readonly buffer: ArrayBuffer }
  multiply(result: number, left: number, right: number): void
  square(result: number, element: number): void
  add(result: number, left: number, right: number): void
  addAffine(result: number, point: number, affine: number): void
  double(result: number, point: number): void
  doubleFinite(result: number, point: number): void
  select(result: number, table: number, digit: number): void
  selectAffine(result: number, table: number, digit: number): void
}

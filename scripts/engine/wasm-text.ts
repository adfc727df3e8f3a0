/** An expression of the text format of WebAssembly. */
export type Expression = string

type Type = 'i32' | 'i64' | 'v128'

/**
 * Writes one WebAssembly function. `let` names a value as a line of an ordinary program would; the engine's compiler
 * finds the registers. Parameters are 32-bit integers, as addresses and counts are.
 */
export class WasmFunction {
  private readonly head: string
  private readonly locals: string[] = []
  private readonly lines: string[] = []

  constructor(name: string, ...parameters: readonly string[]) {
    this.head = `(func (export "${name}") ${parameters.map((one) => `(param $${one} i32)`).join(' ')}`
  }

  parameter(name: string): Expression {
    return `(local.get $${name})`
  }

  /** A value with a name of its own; `set` may change it later. */
  let(type: Type, value: Expression): Expression {
    const name = `$v${this.locals.length}`
    this.locals.push(`(local ${name} ${type})`)
    this.lines.push(`(local.set ${name} ${value})`)
    return `(local.get ${name})`
  }

  word(value: Expression): Expression {
    return this.let('i32', value)
  }

  long(value: Expression): Expression {
    return this.let('i64', value)
  }

  vector(value: Expression): Expression {
    return this.let('v128', value)
  }

  /** Changes what `let` or a parameter named. */
  set(local: Expression, value: Expression): void {
    this.lines.push(`${local.replace('local.get', 'local.set').slice(0, -1)} ${value})`)
  }

  do(statement: Expression): void {
    this.lines.push(statement)
  }

  /** Repeats while the condition holds, which is asked before each turn. */
  while(condition: Expression, body: () => void): void {
    const label = `$l${this.lines.length}`
    this.lines.push(`(block ${label}_end (loop ${label} (br_if ${label}_end (i32.eqz ${condition}))`)
    body()
    this.lines.push(`(br ${label})))`)
  }

  toString(): string {
    return [this.head, ...this.locals, ...this.lines, ')'].join('\n')
  }
}

export const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

export const number = (value: number): Expression => `(i32.const ${value})`
export const add = (first: Expression, ...rest: readonly Expression[]): Expression =>
  rest.reduce((sum, one) => `(i32.add ${sum} ${one})`, first)
export const isLess = (a: Expression, b: Expression): Expression => `(i32.lt_u ${a} ${b})`

export const bytes = (values: readonly number[]): Expression => `(v128.const i8x16 ${values.join(' ')})`
export const words = (values: readonly number[]): Expression => `(v128.const i32x4 ${values.join(' ')})`
export const xor = (first: Expression, ...rest: readonly Expression[]): Expression =>
  rest.reduce((sum, one) => `(v128.xor ${sum} ${one})`, first)
export const and = (a: Expression, b: Expression): Expression => `(v128.and ${a} ${b})`
export const splat = (word: Expression): Expression => `(i32x4.splat ${word})`
/** Bytes `lanes` of the 32 bytes a ‖ b. */
export const shuffle = (lanes: readonly number[], a: Expression, b: Expression): Expression =>
  `(i8x16.shuffle ${lanes.join(' ')} ${a} ${b})`

export const load = (address: Expression, offset = 0): Expression => `(v128.load offset=${offset} ${address})`
export const store = (address: Expression, offset: number, value: Expression): Expression =>
  `(v128.store offset=${offset} ${address} ${value})`

/**
 * Looks up every byte of `index` in a table of sixteen bytes; 128 and above give 0. ⚔ The table stands in a register, so
 * that nothing about a secret index reaches the cache. `relaxed` leaves indices from 16 to 127 to the processor: no
 * caller may have any.
 */
export type LookUp = (table: Expression, index: Expression) => Expression
export const lookUpWith =
  (relaxed: boolean): LookUp =>
  (table, index) =>
    `(i8x16.${relaxed ? 'relaxed_' : ''}swizzle ${table} ${index})`

/**
 * Sixteen vectors of sixteen bytes, rows and columns changed. A byte's place has eight bits, four of the row and four of the
 * column; interleaving rows that are eight apart moves all bits round by one, so that four times change both halves.
 * Processors have an instruction for just this.
 */
export function transposed(f: WasmFunction, rows: readonly Expression[]): Expression[] {
  const interleaved = (half: number) => range(16).map((i) => half + (i >> 1) + 16 * (i & 1))
  let current = [...rows]
  for (let times = 0; times < 4; times++)
    current = range(16).map((n) => {
      const [left, right] = [current[n >> 1]!, current[(n >> 1) + 8]!]
      return f.vector(shuffle(interleaved(8 * (n & 1)), left, right))
    })
  return current
}

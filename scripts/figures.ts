/** One line of the benchmark. A bigger ratio is better; it is reached when the ratio is at least the target. */
export interface Figure {
  name: string
  /** Measured here, in the unit of the name. */
  ours: number
  /** Measured beside it in the same run, or the limit where the target is one. */
  theirs: number
  ratio: number
  target: number
}

/** What a figure is made of. */
export interface Measured {
  name: string
  ours: readonly number[]
  theirs: readonly number[]
  target: number
  /** Whether more of it is better, as of bytes a second, or less, as of milliseconds. */
  better: 'more' | 'less'
}

/** The middle of the values, the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('nothing was measured')
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Medians of both sides and their ratio, to three digits behind the point. */
export function figureOf({ name, ours, theirs, target, better }: Measured): Figure {
  const [our, their] = [median(ours), median(theirs)]
  return {
    name,
    ours: round(our),
    theirs: round(their),
    ratio: round(better === 'more' ? our / their : their / our),
    target,
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000

export const isReached = ({ ratio, target }: Figure): boolean => ratio >= target

/** The figures as data: an array of objects, one a line. */
export function jsonOf(figures: readonly Figure[]): string {
  return `[\n${figures.map((figure) => `  ${JSON.stringify(figure)}`).join(',\n')}\n]\n`
}

/** The figures as a table in Markdown. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, ours, theirs, ratio, target } = figure
    return `| ${name} | ${plain(ours)} | ${plain(theirs)} | ${plain(ratio)} | ${plain(target)} | ${isReached(figure) ? 'yes' : '**no**'} |`
  })
  return ['| figure | ours | theirs | ratio | target | reached |', '|---|--:|--:|--:|--:|---|', ...rows, ''].join('\n')
}

/** Three digits that count. */
export function plain(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}

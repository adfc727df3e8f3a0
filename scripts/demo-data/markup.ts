import { readFileSync } from 'node:fs'
import type { Paper } from './paper.ts'

type Words = Record<string, string>
export type Inserts = Record<string, (paper: Paper) => void>

/** A text of `text/`, its `{{words}}` filled in; an unknown word is a bug. */
export function readText(name: string, words: Words): string {
  const text = readFileSync(new URL(`./text/${name}.md`, import.meta.url), 'utf8')
  return text.replace(/\{\{(\w+)\}\}/g, (_, word: string) => {
    const value = words[word]
    if (value === undefined) throw new Error(`${name}: nothing for ${word}`)
    return value
  })
}

/**
 * Sets a marked-up text: `#` title, `##` chapter, `###`, `####`; `|` tables after `!table widths align`; `---` page break;
 * `><` centred, `>>` right, `^` flush left; `!insert name` a figure or table made elsewhere; `!sign a|b|c`; `!cover`.
 */
export function setText(paper: Paper, text: string, inserts: Inserts = {}): void {
  const lines = text.split('\n')
  let look = { widths: [1], align: '', boldLast: false }
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.trim()
    if (line === '') continue
    const rest = (mark: string) => line.slice(mark.length).trim()
    if (line.startsWith('|')) {
      const rows: string[][] = []
      for (; lines[i]?.trim().startsWith('|'); i++) rows.push(cellsOf(lines[i]!))
      i--
      paper.table({ ...look, rows })
    } else if (line.startsWith('!table ')) look = tableLook(rest('!table'))
    else if (line.startsWith('!insert ')) insert(inserts, rest('!insert'), paper)
    else if (line.startsWith('!sign ')) paper.signatureBlock(rest('!sign').split('|'))
    else if (line.startsWith('!cover ')) setCover(paper, rest('!cover'))
    else if (line.startsWith('!space ')) paper.space(Number(rest('!space')))
    else if (line === '---') paper.newPage()
    else if (/^#{2,4} /.test(line)) paper.heading(line.indexOf(' '), line.slice(line.indexOf(' ') + 1))
    else if (line.startsWith('# ')) paper.title(rest('#'))
    else if (line.startsWith('>< ')) paper.paragraph(rest('><'), { align: 'center' })
    else if (line.startsWith('>> ')) paper.paragraph(rest('>>'), { align: 'right' })
    else if (line.startsWith('^ ')) paper.paragraph(rest('^'), { indent: 0 })
    else paper.paragraph(line)
  }
}

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

function tableLook(text: string) {
  const [widths = '1', align = '', last] = text.split(' ')
  return { widths: widths.split(',').map(Number), align, boldLast: last === 'total' }
}

function insert(inserts: Inserts, name: string, paper: Paper): void {
  const draw = inserts[name]
  if (!draw) throw new Error(`nothing to insert for ${name}`)
  draw(paper)
}

/** `kicker / title / title / line / line` */
function setCover(paper: Paper, text: string): void {
  const [kicker = '', first = '', second = '', ...lines] = text.split('/').map((part) => part.trim())
  paper.cover(kicker, [first, second], lines)
}

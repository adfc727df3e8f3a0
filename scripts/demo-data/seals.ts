import { type DemoSeals, demoSealsSchema } from '../../src/domain/demo/demo-world.ts'
import type { SealKind } from '../../src/domain/project/tender.ts'
import { type Artifact, jsonArtifact } from './artifact.ts'
import { glyphAt, glyphInBox, renderPng, svgDocument } from './drawing.ts'
import { glyphOf, hand, sans, serif, widthOf } from './fonts.ts'
import { world } from './world.ts'

const red = '#d0121b'
const ink = '#14213f'
const sealDpi = 600

const turn = (degrees: number) => (degrees * Math.PI) / 180
const fixed = (value: number) => value.toFixed(3)

/** Places each glyph on a circle; `degrees` clockwise from twelve o'clock, `top` for text read along the top. */
function onCircle(glyph: string, radius: number, degrees: number, top: boolean): string {
  const x = 20 + radius * Math.sin(turn(degrees))
  const y = 20 - radius * Math.cos(turn(degrees))
  return `<g transform="translate(${fixed(x)} ${fixed(y)}) rotate(${fixed(top ? degrees : degrees - 180)})">${glyph}</g>`
}

function star(radius: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 === 0 ? radius : radius * 0.381966
    return `${fixed(20 + r * Math.sin(turn(i * 36)))},${fixed(20 - r * Math.cos(turn(i * 36)))}`
  })
  return `<polygon points="${points.join(' ')}"/>`
}

/** A round enterprise seal of 40 mm: rim 1.2 mm, star 14 mm across, name along the top, code along the bottom. */
function officialSeal(name: string, socialCreditCode: string): string {
  return svgDocument(40, 40, sealDpi, roundSeal(name, socialCreditCode))
}

/** The seal's shapes alone, 40 × 40, for drawing into something else. */
export function roundSeal(name: string, socialCreditCode: string): string {
  const characters = [...name]
  const span = Math.min(250, 22 * (characters.length - 1))
  const pitch = span / (characters.length - 1)
  const width = Math.min(4.4, 2 * 14.9 * Math.sin(turn(pitch / 2)) * 0.9)
  const letters = characters.map((character, i) =>
    onCircle(`<path d="${glyphInBox(serif, character, width, 5.6)}"/>`, 15.25, i * pitch - span / 2, true),
  )
  const digits = [...socialCreditCode].map((character, i, all) => {
    const squeeze = Math.min(1, 1.28 / widthOf(sans, character, 2.2))
    const centred = `translate(${fixed((-widthOf(sans, character, 2.2) / 2) * squeeze)} 0) scale(${fixed(squeeze)} 1)`
    const glyph = `<path transform="${centred}" d="${glyphAt(sans, character, 2.2)}"/>`
    return onCircle(glyph, 17.75, 180 - (i - (all.length - 1) / 2) * 4.7, false)
  })
  return `<g fill="${red}"><circle cx="20" cy="20" r="19.3" fill="none" stroke="${red}" stroke-width="1.2"/>${star(7)}${letters.join('')}${digits.join('')}</g>`
}

/** A square name seal of 18 mm, red on transparent, read from the right column down: 程远 / 山印. */
function nameSeal(name: string): string {
  const characters = [...(name.length === 2 ? `${name}之印` : `${name}印`)]
  const cell = 7.15
  const glyphs = characters.map((character, i) => {
    const x = 9 + (i < 2 ? 1 : -1) * (cell / 2 + 0.12)
    const y = 9 + (i % 2 === 0 ? -1 : 1) * (cell / 2 + 0.12)
    return `<path transform="translate(${fixed(x)} ${fixed(y)})" d="${glyphInBox(serif, character, 6.5, 6.7)}"/>`
  })
  return svgDocument(
    18,
    18,
    sealDpi,
    `<g fill="${red}"><rect x="0.55" y="0.55" width="16.9" height="16.9" rx="0.5" fill="none" stroke="${red}" stroke-width="0.9"/>${glyphs.join('')}</g>`,
  )
}

/** A handwritten signature of 40 × 15 mm: glyphs run into each other, each a little tilted and smaller. */
function signature(name: string): string {
  let pen = 0
  const strokes = [...name].map((character, i) => {
    const [lean, angle, start] = [Math.tan(turn(8)), turn(-3 + i * 1.2), pen]
    pen += widthOf(hand, character, 14) - 1.6
    const scale = (14 * (1 - i * 0.03)) / hand.outlines.unitsPerEm
    return glyphOf(hand, character).path.mapPoints((gx, gy) => {
      const [x, y] = [(gx + gy * lean) * scale, -gy * scale]
      return [start + x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle) - i * 0.35]
    })
  })
  const boxes = strokes.map((stroke) => stroke.bbox)
  const [left, right] = [Math.min(...boxes.map((box) => box.minX)), Math.max(...boxes.map((box) => box.maxX))]
  const [top, bottom] = [Math.min(...boxes.map((box) => box.minY)), Math.max(...boxes.map((box) => box.maxY))]
  const fit = Math.min(37 / (right - left), 13 / (bottom - top))
  const paths = strokes.map((stroke) => {
    const placed = stroke.mapPoints((x, y) => [
      20 + (x - (left + right) / 2) * fit,
      7.5 + (y - (top + bottom) / 2) * fit,
    ])
    return `<path d="${placed.toSVG()}"/>`
  })
  return svgDocument(40, 15, sealDpi, `<g fill="${ink}">${paths.join('')}</g>`)
}

const looks: { kind: SealKind; file: string; widthMm: number; heightMm: number }[] = [
  { kind: 'official', file: 'official', widthMm: 40, heightMm: 40 },
  { kind: 'legalRepresentative', file: 'legal-representative', widthMm: 18, heightMm: 18 },
  { kind: 'legalRepresentativeSignature', file: 'legal-representative-signature', widthMm: 40, heightMm: 15 },
]

/** The seals of every enterprise and `seals.json`. */
export function makeSeals(): Artifact[] {
  const pictures: Artifact[] = []
  const seals: DemoSeals['seals'] = []
  for (const enterprise of world.enterprises) {
    const owner = enterprise.legalRepresentative.name
    for (const { kind, file, widthMm, heightMm } of looks) {
      const svg = {
        official: () => officialSeal(enterprise.name, enterprise.socialCreditCode),
        legalRepresentative: () => nameSeal(owner),
        legalRepresentativeSignature: () => signature(owner),
      }[kind]()
      const name = {
        official: `${enterprise.name}公章`,
        legalRepresentative: `${owner}法人章`,
        legalRepresentativeSignature: `${owner}手写签名`,
      }[kind]
      seals.push({
        id: `${enterprise.id}-${file}`,
        enterprise: enterprise.id,
        kind,
        name,
        widthMm,
        heightMm,
        file: `${enterprise.id}/${file}.png`,
      })
      pictures.push({ path: `demo/seals/${enterprise.id}/${file}.png`, bytes: renderPng(svg, widthMm, sealDpi) })
    }
  }
  return [...pictures, jsonArtifact('demo/seals/seals.json', demoSealsSchema.parse({ seals }))]
}

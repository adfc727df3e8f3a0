import type { Artifact } from './artifact.ts'
import { glyphInBox, renderPng, svgDocument } from './drawing.ts'
import { serif } from './fonts.ts'

const sizes = [16, 32, 48, 64, 128, 256, 512, 1024]

/** A sealed sheet on deep blue: the sheet's folded corner, three lines of text, a red square seal. */
function icon(size: number): string {
  const small = size < 48
  const glyph = `<path transform="translate(66 67)" fill="#fff" d="${glyphInBox(serif, '封', 24, 25)}"/>`
  const lines = small
    ? '<rect x="30" y="38" width="30" height="6" rx="3" fill="#9db4d3"/>'
    : '<g fill="#9db4d3"><rect x="32" y="31" width="24" height="4.4" rx="2.2"/><rect x="32" y="42" width="36" height="4.4" rx="2.2"/><rect x="32" y="53" width="14" height="4.4" rx="2.2"/></g>'
  return [
    '<title>封标</title>',
    '<defs><linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2b62a8"/><stop offset="1" stop-color="#173b6c"/></linearGradient></defs>',
    '<rect x="4" y="4" width="92" height="92" rx="20" fill="url(#ground)"/>',
    '<path d="M27 16H62L76 30V78a5 5 0 0 1-5 5H27a5 5 0 0 1-5-5V21a5 5 0 0 1 5-5Z" fill="#fff"/>',
    '<path d="M62 16L76 30H66a4 4 0 0 1-4-4Z" fill="#c6d4e8"/>',
    lines,
    `<rect x="48" y="49" width="36" height="36" rx="5" fill="#c8102e"/>${small ? '<rect x="57" y="58" width="18" height="18" rx="2" fill="none" stroke="#fff" stroke-width="5"/>' : glyph}`,
  ].join('')
}

const document = (size: number) =>
  svgDocument(100, 100, 25.4, icon(size)).replace(/width="\d+" height="\d+"/, `width="${size}" height="${size}"`)

/** The app's icon as SVG and in the sizes the packager and the windows ask for. */
export function makeIcons(): Artifact[] {
  const png = (size: number) => ({
    path: `icons/icon-${size}.png`,
    bytes: renderPng(document(size), 100, (size * 25.4) / 100),
  })
  return [{ path: 'icons/icon.svg', bytes: new TextEncoder().encode(`${document(512)}\n`) }, ...sizes.map(png)]
}

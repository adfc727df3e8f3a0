import { create } from 'qrcode'
import { useMemo } from 'react'

const quietModules = 4

/** A QR code as one SVG path: sharp at any size, always dark on white so that every phone reads it. */
export function QrCode({ content, size, label }: { content: string; size: number; label: string }) {
  const { side, path } = useMemo(() => drawing(content), [content])
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}

function drawing(content: string) {
  const { modules } = create(content, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) path += `M${column + quietModules} ${row + quietModules}h1v1h-1z`
  return { side: modules.size + 2 * quietModules, path }
}

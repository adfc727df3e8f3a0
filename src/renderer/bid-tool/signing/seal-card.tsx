import { Typography } from 'antd'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { AvailableSeal } from '../../../contract/signing.ts'
import { dateText } from '../../desktop/formats.ts'

interface SealCardProps {
  seal: AvailableSeal
  onGrab: (event: PointerEvent, seal: AvailableSeal) => void
  /** With the keyboard: puts it on the page that is shown. */
  onPlace: (seal: AvailableSeal) => void
}

/** A seal at its real size, to be dragged onto the page. */
export function SealCard({ seal, onGrab, onPlace }: SealCardProps) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    onPlace(seal)
  }
  return (
    <div className="seal-card">
      <button
        type="button"
        className="seal-picture"
        aria-label={`${seal.name}，拖到页面上`}
        onPointerDown={(event) => onGrab(event, seal)}
        onDoubleClick={() => onPlace(seal)}
        onKeyDown={onKeyDown}
      >
        <img
          src={seal.url}
          alt=""
          draggable={false}
          style={{ width: `${seal.widthMm}mm`, height: `${seal.heightMm}mm` }}
        />
      </button>
      <Typography.Text className="small wrap-anywhere">{seal.name}</Typography.Text>
      <Typography.Text type="secondary" className="small">
        {seal.widthMm} × {seal.heightMm} mm，有效期至 {dateText(seal.validUntil)}
      </Typography.Text>
    </div>
  )
}

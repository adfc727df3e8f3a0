import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import { mainProcess } from '../main-process.ts'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true

/**
 * Says over the whole window that a dragged file may be let go. It takes nothing itself: what nobody in the page
 * takes, main hears of, with the path that the page never learns.
 */
export function DropTarget() {
  const [isDragging, setDragging] = useState(false)
  useEffect(() => {
    // Not dragenter: after a drop that nobody took, Chromium does not say it again for the same place.
    const over = (event: DragEvent) => {
      if (hasFiles(event)) setDragging(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false)
    }
    const end = () => setDragging(false)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    // No page event tells of a file that was let go where nobody takes it: main does, or the next move of the mouse.
    window.addEventListener('mousemove', end)
    const forget = mainProcess.on('verification.wanted', end)
    return () => {
      forget()
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('mousemove', end)
    }
  }, [])
  if (!isDragging) return null
  return (
    <div className="drop-target">
      <SafetyCertificateOutlined />
      松开鼠标，验证这个文件
    </div>
  )
}

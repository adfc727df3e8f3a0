import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true

/**
 * Says over the whole window that a dragged file may be let go. It takes nothing itself: what nobody in the page
 * takes, main hears of, with the path that the page never learns.
 */
export function DropTarget() {
  const [isDragging, setDragging] = useState(false)
  useEffect(() => {
    const enter = (event: DragEvent) => {
      if (hasFiles(event)) setDragging(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false)
    }
    const end = () => setDragging(false)
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', end)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', end)
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

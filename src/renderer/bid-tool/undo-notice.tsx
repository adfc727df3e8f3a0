import { Button } from 'antd'

/** What was taken away, and the way to have it back. */
export function UndoNotice({ text, onUndo }: { text: string; onUndo: () => void }) {
  return (
    <span>
      {text}
      <Button type="link" size="small" onClick={onUndo}>
        撤销
      </Button>
    </span>
  )
}

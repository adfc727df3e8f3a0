import { useEffect, useRef, useState } from 'react'
import { useChangeProject, useProject } from '../use-project.ts'

const restMs = 600

/** The form while it is typed: saved when the hand rests, and when the page is left. */
export function useFormValues() {
  const { projectId, openingForm } = useProject()
  const change = useChangeProject()
  const [values, setValues] = useState(openingForm.values)
  const saved = useRef(openingForm.values)
  const [isSaved, setSaved] = useState(true)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(values)

  async function save() {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
    const sending = latest.current
    if (sending === saved.current) return
    saved.current = sending
    await change('保存开标一览表', 'project.fillOpeningForm', { projectId, values: sending })
    setSaved(latest.current === sending)
  }

  const saveNow = useRef(save)
  saveNow.current = save
  useEffect(() => () => void saveNow.current(), [])

  return {
    values,
    isSaved,
    save,
    setValue(columnId: string, value: string) {
      const next = { ...latest.current, [columnId]: value }
      latest.current = next
      setValues(next)
      setSaved(false)
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = setTimeout(() => void saveNow.current(), restMs)
    },
  }
}

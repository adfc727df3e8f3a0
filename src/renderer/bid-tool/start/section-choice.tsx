import { Modal, Radio } from 'antd'
import { useState } from 'react'
import type { Choice } from './use-new-project.ts'

interface SectionChoiceProps {
  choice: Choice | null
  onChoose: (sectionCode: string, tenderId: string) => void
  onClose: () => void
}

/** A tender of several sections: one project bids for one of them. */
export function SectionChoice({ choice, onChoose, onClose }: SectionChoiceProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Modal
      open={choice !== null}
      title="选择投标的标段"
      okText="新建工程"
      okButtonProps={{ disabled: chosen === null }}
      onOk={() => choice && chosen !== null && onChoose(chosen, choice.tenderId)}
      onCancel={onClose}
      afterClose={() => setChosen(null)}
    >
      <Radio.Group
        vertical
        value={chosen}
        onChange={(event) => setChosen(String(event.target.value))}
        options={(choice?.sections ?? []).map(({ sectionCode, sectionName }) => ({
          value: sectionCode,
          label: `${sectionName}（${sectionCode}）`,
        }))}
      />
    </Modal>
  )
}

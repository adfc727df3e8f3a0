import { Button, Drawer, Flex, Input, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import type { CreditRecordView } from '../../../contract/bid-project.ts'
import { RecordTable } from '../credit-library/record-table.tsx'
import { kindNames, type RecordKind } from '../credit-library/record-words.ts'

interface CitationDrawerProps {
  isOpen: boolean
  title: string
  records: readonly CreditRecordView[]
  cited: readonly string[]
  onCite: (recordIds: string[]) => void
  onClose: () => void
  onOpen: (record: CreditRecordView) => void
}

/** Chooses the records that a node cites. */
export function CitationDrawer({ isOpen, title, records, cited, onCite, onClose, onOpen }: CitationDrawerProps) {
  const [chosen, setChosen] = useState<readonly string[]>(cited)
  const [kind, setKind] = useState<RecordKind | 'all'>('all')
  const [search, setSearch] = useState('')
  useEffect(() => {
    if (isOpen) setChosen(cited)
  }, [isOpen, cited])
  const wanted = search.trim()
  const shown = records.filter(
    (record) =>
      (kind === 'all' || record.kind === kind) &&
      (record.title.includes(wanted) || record.fields.some((field) => field.value.includes(wanted))),
  )
  return (
    <Drawer
      title={`引用诚信库到“${title}”`}
      size={960}
      open={isOpen}
      onClose={onClose}
      extra={
        <Flex gap={8}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" onClick={() => onCite([...chosen])}>
            引用已选 {chosen.length} 条
          </Button>
        </Flex>
      }
    >
      <Flex vertical gap={12}>
        <Flex justify="space-between" gap={12}>
          <Segmented
            aria-label="记录类别"
            value={kind}
            onChange={(value) => setKind(value as RecordKind | 'all')}
            options={[
              { value: 'all', label: '全部' },
              ...(Object.keys(kindNames) as RecordKind[]).map((one) => ({ value: one, label: kindNames[one] })),
            ]}
          />
          <Input.Search
            allowClear
            placeholder="按名称或内容查找"
            style={{ width: 240 }}
            onChange={(event) => setSearch(event.target.value)}
          />
        </Flex>
        <RecordTable
          records={shown}
          isLoading={false}
          onOpen={onOpen}
          heightPx={Math.max(240, window.innerHeight - 220)}
          selection={{
            columnWidth: 40,
            selectedRowKeys: [...chosen],
            preserveSelectedRowKeys: true,
            onChange: (keys) => setChosen(keys.map(String)),
          }}
        />
      </Flex>
    </Drawer>
  )
}

import { ExperimentOutlined, PrinterOutlined, SaveOutlined, UserAddOutlined } from '@ant-design/icons'
import { App, Button, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'
import { createPortal, flushSync } from 'react-dom'
import type { GeneratedBid } from '../../../contract/bid-output.ts'
import { useServerNow } from '../frame/deadline.tsx'
import { mainProcess } from '../main-process.ts'
import { useProject } from '../use-project.ts'
import { useIsWorking, useWorks } from '../works-context.tsx'
import { PrintedSheet } from './printed-sheet.tsx'
import { RecipientTable } from './recipient-table.tsx'
import { addCertificates, rewrappedText } from './rewrap-order.ts'

const rehearsing = '解密演练'

/** 谁能开标: the recipients, who of them has rehearsed, and how to have more of them. */
export function Openers({ bidFile }: { bidFile: GeneratedBid }) {
  const works = useWorks()
  const { tender } = useProject()
  const { message } = App.useApp()
  const [isPrinting, setPrinting] = useState(false)
  const isWorking = [useIsWorking(addCertificates.title), useIsWorking(rehearsing)]
  const isOpening = useServerNow() >= tender.opensAt
  const { bidFileId, recipients } = bidFile
  const passed = recipients.filter(({ rehearsal }) => rehearsal?.outcome === 'opened').length

  const rewrap = async () => {
    const done = await works.start({
      ...addCertificates,
      run: (options) => mainProcess.run('bidFile.rewrap', { bidFileId }, options),
    })
    if (done !== null) message.success(rewrappedText(done), 8)
  }
  const rehearse = async () => {
    const done = await works.start({
      title: rehearsing,
      purpose: '由参与加密的同事逐一扫码，试一次能否解密。演练不会打开标书内容',
      asksPhone: true,
      run: (options) => mainProcess.run('bidFile.rehearse', { bidFileId }, options),
    })
    if (done?.outcome === 'opened') message.success(`${done.personName} 的证书通过演练，可以解密这份投标文件`)
  }
  const save = async (title: string, sheet: 'bidFile.saveSheet' | 'bidFile.saveRehearsalSheet') => {
    const saved = await works.start({ title, run: () => mainProcess.call(sheet, { bidFileId }) })
    if (saved !== null) message.success(`已保存到投标文件旁：${saved.fileName}`)
  }
  const print = () => {
    // The sheet must stand in the page before the printer looks at it.
    flushSync(() => setPrinting(true))
    window.print()
    setPrinting(false)
  }

  return (
    <>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Flex gap={8} align="center">
          <Typography.Text strong>谁能开标（{recipients.length} 本证书，任意一本即可）</Typography.Text>
          <Tag color={passed === recipients.length ? 'success' : 'default'}>
            已演练 {passed}/{recipients.length}
          </Tag>
        </Flex>
        <Flex gap={8} wrap>
          <Button
            size="small"
            icon={<UserAddOutlined />}
            disabled={!bidFile.isPresent}
            loading={isWorking[0] ?? false}
            onClick={() => void rewrap()}
          >
            增加证书
          </Button>
          <Button
            size="small"
            icon={<ExperimentOutlined />}
            disabled={!bidFile.isPresent || bidFile.isChanged || isOpening}
            loading={isWorking[1] ?? false}
            onClick={() => void rehearse()}
          >
            解密演练
          </Button>
          {recipients.some(({ rehearsal }) => rehearsal !== null) && (
            <Button
              size="small"
              icon={<SaveOutlined />}
              onClick={() => void save('保存演练证明', 'bidFile.saveRehearsalSheet')}
            >
              保存演练证明
            </Button>
          )}
          <Button
            size="small"
            icon={<SaveOutlined />}
            disabled={bidFile.digest === null}
            onClick={() => void save('保存“谁能开标”', 'bidFile.saveSheet')}
          >
            保存“谁能开标”
          </Button>
          <Button size="small" icon={<PrinterOutlined />} disabled={bidFile.digest === null} onClick={print}>
            打印
          </Button>
        </Flex>
      </Flex>
      <RecipientTable recipients={recipients} />
      {isPrinting && createPortal(<PrintedSheet bidFile={bidFile} />, document.body)}
    </>
  )
}

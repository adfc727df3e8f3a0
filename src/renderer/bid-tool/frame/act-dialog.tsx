import { Modal } from 'antd'
import { QrPanel } from '../../desktop/qr-panel.tsx'
import { useWorkList, useWorks } from '../works-context.tsx'
import { NextStep } from './failed-works.tsx'

/** The QR panel over the window, for the work that asks a phone now. */
export function ActDialog() {
  const works = useWorks()
  const work = useWorkList().find((one) => one.asksPhone && !one.isBehind)
  return (
    <Modal
      open={work !== undefined}
      title={work?.title}
      footer={null}
      width={480}
      centered
      mask={{ closable: false }}
      keyboard={false}
      closable={false}
      destroyOnHidden
    >
      {work && (
        <QrPanel
          key={work.workId}
          purpose={work.purpose}
          progress={work.progress}
          pace={work.pace}
          failure={work.failure}
          onCancel={() => works.cancel(work.workId)}
          onRetry={() => works.retry(work.workId)}
          nextStep={work.failure && <NextStep failure={work.failure} onGo={() => works.cancel(work.workId)} />}
          onBehind={() => works.sendBehind(work.workId, true)}
        />
      )}
    </Modal>
  )
}

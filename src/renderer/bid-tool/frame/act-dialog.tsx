import { Button, Modal } from 'antd'
import { QrPanel } from '../../desktop/qr-panel.tsx'
import { mainProcess, useAnswer } from '../main-process.ts'
import { useWorkList, useWorks } from '../works-context.tsx'
import { NextStep } from './failed-works.tsx'

/** The QR panel over the window, for the work that asks a phone now. Escape leaves it while nobody has acted yet. */
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
      keyboard={work?.failure != null || work?.progress?.stage === 'showing'}
      onCancel={() => work && works.cancel(work.workId)}
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
          phoneLink={<PhoneLink />}
          onBehind={() => works.sendBehind(work.workId, true)}
        />
      )}
    </Modal>
  )
}

/** The demo's phone window may have been closed, and the menu 工具 lies behind the dialog. */
function PhoneLink() {
  const isDemo = useAnswer('app.about', {}).data?.isOfflineDemo ?? false
  const works = useWorks()
  if (!isDemo) return null
  return (
    <Button
      type="link"
      onClick={() =>
        void works.start({ title: '打开手机', run: () => mainProcess.call('app.openWindow', { window: 'phone' }) })
      }
    >
      打开手机
    </Button>
  )
}

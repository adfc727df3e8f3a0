import { App, type MenuProps } from 'antd'
import type { DemoPerson } from '../../../contract/desktop.ts'
import { addCertificates, rewrappedText } from '../generating/rewrap-order.ts'
import { mainProcess, useAnswer } from '../main-process.ts'
import { useVerify } from '../verification/verification-context.tsx'
import { useWorks } from '../works-context.tsx'

const roleNames = { administrator: '管理员', clerk: '办事人员' } as const

/** The menu 工具: what stands beside the eight steps. */
export function useToolsMenu({ openInbox }: { openInbox: () => void }): MenuProps {
  const works = useWorks()
  const { message } = App.useApp()
  const isDemo = useAnswer('app.about', {}).data?.isOfflineDemo ?? false
  const people = useAnswer('demo.people', {}).data?.people ?? []
  const verify = useVerify()

  const addToAnyFile = async () => {
    const done = await works.start({
      ...addCertificates,
      run: (options) => mainProcess.run('bidFile.rewrap', {}, options),
    })
    if (done !== null) message.success(rewrappedText(done), 8)
  }
  const openHall = () =>
    works.start({ title: '打开开标大厅', run: () => mainProcess.call('app.openWindow', { window: 'opening-hall' }) })
  const openPhone = (person: DemoPerson['person']) =>
    works.start({ title: '打开手机', run: () => mainProcess.call('app.openWindow', { window: 'phone', person }) })

  const items: MenuProps['items'] = [
    { key: 'verify', label: '打开并验证文件', onClick: () => verify('dialog') },
    { key: 'rewrap', label: '为投标文件增加证书', onClick: () => void addToAnyFile() },
    { key: 'hall', label: '打开开标大厅', onClick: () => void openHall() },
    ...(isDemo
      ? [
          { type: 'divider' as const },
          {
            key: 'phones',
            label: '打开手机',
            children: enterprisesOf(people).map(([enterpriseName, members]) => ({
              type: 'group' as const,
              key: enterpriseName,
              label: enterpriseName,
              children: members.map((one) => ({
                key: one.person,
                label: `${one.personName}（${roleNames[one.role]}，${one.authorityName}）${one.isReady ? '' : '，证书下载中'}`,
                onClick: () => void openPhone(one.person),
              })),
            })),
          },
          { key: 'inbox', label: '开发者收件箱', onClick: openInbox },
        ]
      : []),
  ]
  return { items }
}

function enterprisesOf(people: readonly DemoPerson[]): [string, DemoPerson[]][] {
  const groups = new Map<string, DemoPerson[]>()
  for (const one of people) groups.set(one.enterpriseName, [...(groups.get(one.enterpriseName) ?? []), one])
  return [...groups]
}

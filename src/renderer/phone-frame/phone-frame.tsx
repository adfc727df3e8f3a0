import { useEffect } from 'react'
import type { DemoPerson } from '../../contract/desktop.ts'
import { useAnswer, useCommand, useRefreshOn } from './main-process.ts'

const stale = ['phoneFrame.state'] as const
const roleNames = { administrator: '管理员', clerk: '办事人员' } as const

/** What stands around a phone: whose it is, their demo PIN, and 换手机. The phone's own page lies below, out of reach. */
export function PhoneFrame() {
  const state = useAnswer('phoneFrame.state', {})
  const switchTo = useCommand('phoneFrame.switchTo')
  useRefreshOn('phoneFrame.changed', stale)
  const person = state.data?.person
  useEffect(() => {
    document.title = person === undefined ? '标证通' : `标证通 · ${person.personName}`
  }, [person])
  if (state.data === undefined || person === undefined) return <div className="frame" />
  const { people, pin } = state.data
  return (
    <div className="frame">
      <header className="head">
        <div className="who">
          <strong>{person.personName}</strong>
          <span className="role">{roleNames[person.role]}</span>
          <span className="phone-number">{person.phoneNumber}</span>
        </div>
        <div className="row">
          <span className="enterprise">{person.enterpriseName}</span>
          {!person.isReady && (
            <span className="not-ready" role="status">
              正在下载证书…
            </span>
          )}
        </div>
        <div className="row">
          <span className="pin" title="演示专用，真实使用时只有本人知道">
            演示证书密码 <b>{pin}</b>
          </span>
          {/* A native list: its pop-up may lie over the phone's page, which no element of this page can. */}
          <select
            aria-label="换手机"
            value=""
            onChange={({ target }) => {
              const chosen = people.find((one) => one.person === target.value)
              if (chosen !== undefined) switchTo.mutate({ person: chosen.person })
            }}
          >
            <option value="" hidden>
              换手机
            </option>
            {enterprisesOf(people).map(([enterpriseName, members]) => (
              <optgroup key={enterpriseName} label={enterpriseName}>
                {members.map((one) => (
                  <option key={one.person} value={one.person} disabled={one.person === person.person}>
                    {optionText(one)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </div>
      </header>
    </div>
  )
}

function optionText({ personName, role, authorityName, isReady }: DemoPerson): string {
  return `${personName}（${roleNames[role]}，${authorityName}）${isReady ? '' : ' 准备中'}`
}

/** The people by enterprise, in the order of the demo world. */
function enterprisesOf(people: readonly DemoPerson[]): [string, DemoPerson[]][] {
  const groups = new Map<string, DemoPerson[]>()
  for (const person of people) groups.set(person.enterpriseName, [...(groups.get(person.enterpriseName) ?? []), person])
  return [...groups]
}

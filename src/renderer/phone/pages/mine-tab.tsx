import { List } from 'antd-mobile'
import { useAccount } from '../app-context.tsx'
import { useNavigation } from '../navigation.ts'
import { Page } from '../parts/page.tsx'
import { roleText } from '../parts/words.ts'

/** 我的. */
export function MineTab() {
  const { signedIn } = useAccount()
  const { go } = useNavigation()
  const { personName, phoneNumberMasked, memberships } = signedIn.account
  return (
    <Page title="我的">
      <div className="block">
        <h3>
          {personName} <span className="quiet-text">{phoneNumberMasked}</span>
        </h3>
        {memberships.map(({ enterpriseName, socialCreditCode, role }) => (
          <p key={socialCreditCode} className="quiet-text">
            {roleText[role]} · {enterpriseName}
            <br />
            {socialCreditCode}
          </p>
        ))}
      </div>
      <List className="menu">
        <List.Item onClick={() => go({ name: 'certificates' })}>我的证书</List.Item>
        <List.Item onClick={() => go({ name: 'seals' })}>我的印章</List.Item>
        <List.Item onClick={() => go({ name: 'history' })}>操作记录</List.Item>
        <List.Item onClick={() => go({ name: 'settings' })}>设置</List.Item>
      </List>
    </Page>
  )
}

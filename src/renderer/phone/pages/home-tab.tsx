import { Button, Grid } from 'antd-mobile'
import { CheckShieldOutline, HistogramOutline, ScanningOutline, StarOutline } from 'antd-mobile-icons'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useAccount } from '../app-context.tsx'
import { useDeskView } from '../desk-context.ts'
import { useNavigation } from '../navigation.ts'
import { FailureNotice } from '../parts/failure-notice.tsx'
import { failureOfError } from '../parts/failure-of-error.ts'
import { remainingText, roleText } from '../parts/words.ts'
import { useCertificates } from '../queries.ts'
import { warmUpDecoder } from '../scanning/read-code.ts'
import { useServerTime } from '../server-time.ts'

/** 首页: one big button, and what has to be done before it can work. */
export function HomeTab() {
  const { signedIn } = useAccount()
  const { go } = useNavigation()
  const { data, error } = useCertificates()
  const { session, isConnected } = useDeskView()
  const now = useServerTime(session === null ? null : 1000)
  useEffect(warmUpDecoder, [])

  const { personName, memberships, isRealNameChecked } = signedIn.account
  const [membership] = memberships
  const held = data?.pairs.filter(({ signKeyId, state }) => state === 'active' && data.heldKeyIds.has(signKeyId)) ?? []
  const first = data?.ready[0]
  return (
    <>
      <header className="home-head">
        <strong>{membership?.enterpriseName ?? '尚未加入企业'}</strong>
        <span>
          {personName}
          {membership !== undefined && ` · ${roleText[membership.role]}`}
          {!isConnected && ' · 正在连接服务器…'}
        </span>
      </header>
      <div className="scan-button">
        <Button block color="primary" size="large" onClick={() => go({ name: 'scan' })}>
          <ScanningOutline /> 开始扫码
        </Button>
      </div>
      {error !== null && <FailureNotice failure={failureOfError(error)} />}
      {!isRealNameChecked && <div className="warning-notice">尚未实名认证，无法操作。请先完成实名认证。</div>}
      {session !== null && (
        <div className="block prompt">
          <div>
            <strong>会话签章进行中</strong>
            <p className="quiet-text">
              {session.desktopName} · 剩余 {remainingText(session.endsAt - now)}
            </p>
          </div>
          <Button size="small" color="primary" onClick={() => go({ name: 'session' })}>
            查看
          </Button>
        </div>
      )}
      {first !== undefined && (
        <div className="block prompt">
          <div>
            <strong>证书已通过审核</strong>
            <p className="quiet-text">{first.authorityName} 的证书可以下载到本手机</p>
          </div>
          <Button size="small" color="primary" onClick={() => go({ name: 'download', application: first })}>
            去下载
          </Button>
        </div>
      )}
      {data !== undefined && first === undefined && held.length === 0 && (
        <div className="warning-notice">本手机上没有可用的证书。请联系企业管理员申领，审核通过后在这里下载。</div>
      )}
      <div className="block">
        <Grid columns={3}>
          <Shortcut icon={<CheckShieldOutline />} text="证书管理" onPress={() => go({ name: 'certificates' })} />
          <Shortcut icon={<StarOutline />} text="印章管理" onPress={() => go({ name: 'seals' })} />
          <Shortcut icon={<HistogramOutline />} text="操作记录" onPress={() => go({ name: 'history' })} />
        </Grid>
      </div>
    </>
  )
}

function Shortcut({ icon, text, onPress }: { icon: ReactNode; text: string; onPress(): void }) {
  return (
    <Grid.Item>
      <button type="button" className="shortcut" onClick={onPress}>
        {icon}
        <span>{text}</span>
      </button>
    </Grid.Item>
  )
}

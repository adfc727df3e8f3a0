import { QrcodeOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Descriptions, Flex, Typography } from 'antd'
import { dateText } from '../../desktop/formats.ts'
import { useServerNow } from '../frame/deadline.tsx'
import { mainProcess } from '../main-process.ts'
import { useKeepProject, useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorks } from '../works-context.tsx'

/** ② CA 认证: whose bid this is, from a certificate. */
export function Identity() {
  const { projectId, bidder, tender } = useProject()
  const works = useWorks()
  const keep = useKeepProject()
  const { goTo } = useWhereabouts()
  const now = useServerNow()
  const authenticate = async () => {
    const project = await works.start({
      title: 'CA 认证',
      purpose: `以投标单位的证书认证，用于制作“${tender.name}”的投标文件`,
      asksPhone: true,
      run: (options) => mainProcess.run('identity.authenticate', { projectId }, options),
    })
    if (project !== null) keep(project)
  }
  const scan = (
    <Button
      type={bidder === null ? 'primary' : 'default'}
      icon={<QrcodeOutlined />}
      onClick={() => void authenticate()}
    >
      {bidder === null ? '扫码认证' : '换用其他证书认证'}
    </Button>
  )
  return (
    <div className="page narrow">
      {bidder === null ? (
        <Card>
          <Flex vertical gap={16} align="start">
            <Typography.Title level={4} style={{ margin: 0 }}>
              请先认证投标单位
            </Typography.Title>
            <Typography.Text>
              用标证通扫码并选择本单位的证书，单位名称和统一社会信用代码会自动填入。认证只确认身份，不会签署任何文件。
            </Typography.Text>
            {scan}
          </Flex>
        </Card>
      ) : (
        <Card title="投标单位" extra={scan}>
          <Flex vertical gap={16}>
            <Descriptions
              column={1}
              size="small"
              bordered
              styles={{ label: { width: 160 } }}
              items={[
                { key: 'name', label: '单位名称', children: bidder.enterpriseName },
                { key: 'code', label: '统一社会信用代码', children: bidder.socialCreditCode },
                { key: 'person', label: '经办人', children: bidder.personName },
                { key: 'authority', label: 'CA 机构', children: bidder.authorityName },
                { key: 'until', label: '证书有效期至', children: dateText(bidder.certificateNotAfter) },
              ]}
            />
            <Validity notAfter={bidder.certificateNotAfter} opensAt={tender.opensAt} now={now} />
            <Button
              type="primary"
              style={{ alignSelf: 'start' }}
              icon={<SafetyCertificateOutlined />}
              onClick={() => goTo('creditLibrary')}
            >
              下一步：诚信库
            </Button>
          </Flex>
        </Card>
      )}
    </div>
  )
}

function Validity({ notAfter, opensAt, now }: { notAfter: number; opensAt: number; now: number }) {
  if (notAfter <= now)
    return <Alert type="error" showIcon title="证书已过期，不能签章和生成投标文件。请换用其他证书认证。" />
  if (notAfter < opensAt)
    return <Alert type="warning" showIcon title="证书在开标前到期，届时不能解密。请先续期，或换用其他证书认证。" />
  return <Alert type="success" showIcon title="证书在开标时仍然有效" />
}

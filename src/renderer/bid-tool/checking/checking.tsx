import { Alert, Button, Descriptions, Empty, Flex, Table, Tag, Typography } from 'antd'
import { useEffect, useRef } from 'react'
import type { BidProject, CheckReport } from '../../../contract/bid-project.ts'
import { secondText, sizeText } from '../../desktop/formats.ts'
import { placeOfFinding, stepTitle } from '../steps.ts'
import { useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useCheck } from './check-report.tsx'

/** ⑥ 检测: what stands between this bid and its generation. */
export function Checking() {
  const { report, isRunning, isOutdated, check } = useCheck()
  const { goTo } = useWhereabouts()
  const begun = useRef(false)
  useEffect(() => {
    // One look at the step is one wish to know; React mounts twice while developing.
    if (begun.current || (report !== null && !isOutdated)) return
    begun.current = true
    void check()
  })
  if (report === null)
    return (
      <div className="page narrow">
        <Empty description={isRunning ? '正在检测' : '尚未检测'}>
          <Button type="primary" loading={isRunning} onClick={() => void check()}>
            开始检测
          </Button>
        </Empty>
      </div>
    )
  const isPassed = report.verdict === 'passed'
  return (
    <div className="page column">
      {isOutdated && !isRunning && (
        <Alert type="warning" showIcon title="检测之后工程有改动，以下结果可能已不准确，请重新检测" />
      )}
      <Flex justify="space-between" align="center" gap={16} wrap>
        <Typography.Title level={3} style={{ margin: 0 }} type={isPassed ? 'success' : 'danger'}>
          整体检查结论 {isPassed ? '【通过】' : '【不通过】'}
        </Typography.Title>
        <Flex gap={8}>
          <Button loading={isRunning} type={isPassed ? 'default' : 'primary'} onClick={() => void check()}>
            重新检测
          </Button>
          {isPassed && (
            <Button type="primary" onClick={() => goTo('generating')}>
              下一步：生成
            </Button>
          )}
        </Flex>
      </Flex>
      <Summary report={report} />
      <Findings report={report} />
    </div>
  )
}

function Summary({ report }: { report: CheckReport }) {
  const errors = report.findings.filter((finding) => finding.severity === 'error').length
  return (
    <Descriptions
      size="small"
      bordered
      column={5}
      items={[
        { key: 'errors', label: '问题', children: `${errors} 个` },
        { key: 'warnings', label: '提醒', children: `${report.findings.length - errors} 个` },
        { key: 'files', label: '子文件数', children: `${report.fileCount} 个` },
        { key: 'size', label: '总大小', children: sizeText(report.totalSizeInBytes) },
        { key: 'at', label: '检测时间', children: secondText(report.checkedAt) },
      ]}
    />
  )
}

function Findings({ report }: { report: CheckReport }) {
  const { nodes } = useProject()
  const { goTo } = useWhereabouts()
  if (report.findings.length === 0) return <Alert type="success" showIcon title="没有发现问题，可以生成投标文件" />
  const rows = [...report.findings]
    .sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
    .map((finding, index) => ({ ...finding, key: index, target: placeOfFinding(finding, nodes) }))
  return (
    <Table
      size="small"
      dataSource={rows}
      pagination={false}
      columns={[
        {
          title: '级别',
          dataIndex: 'severity',
          width: 90,
          filters: [
            { text: '问题', value: 'error' },
            { text: '提醒', value: 'warning' },
          ],
          onFilter: (value, row) => row.severity === value,
          render: (severity: 'error' | 'warning') =>
            severity === 'error' ? <Tag color="error">问题</Tag> : <Tag color="warning">提醒</Tag>,
        },
        { title: '说明', dataIndex: 'sentence' },
        { title: '位置', key: 'place', width: 220, ellipsis: true, render: (_, row) => placeText(row, nodes) },
        {
          title: '操作',
          key: 'acts',
          width: 110,
          render: (_, row) => (
            <Button size="small" onClick={() => goTo(row.target.step, row.target.aim)}>
              去处理
            </Button>
          ),
        },
      ]}
    />
  )
}

function placeText({ place }: CheckReport['findings'][number], nodes: BidProject['nodes']): string {
  if (place.at === 'project') return stepTitle(place.step)
  if (place.at === 'openingForm') return '开标一览表'
  const title = nodes.find((node) => node.nodeId === place.nodeId)?.title ?? ''
  return place.at === 'document' && place.page !== null ? `${title}，第 ${place.page} 页` : title
}

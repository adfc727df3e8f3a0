import { FilePdfOutlined, HighlightOutlined } from '@ant-design/icons'
import { Alert, Button, Flex, Segmented, Typography } from 'antd'
import { useEffect, useState } from 'react'
import type { ProjectNode } from '../../../contract/bid-project.ts'
import { openingFormProblem } from '../../../domain/project/opening-form.ts'
import { useChangeProject, useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useIsWorking } from '../works-context.tsx'
import { DocumentPages } from './document-node.tsx'
import { FormField } from './form-field.tsx'
import { NodeFacts } from './node-facts.tsx'
import { useFormValues } from './use-form-values.ts'

const makePage = '生成开标一览表页面'

/** 开标一览表: filled here, then made into a page that is sealed like any other. */
export function OpeningFormNode({ node }: { node: ProjectNode }) {
  const { projectId, openingForm, bidder } = useProject()
  const { aim, goTo } = useWhereabouts()
  const change = useChangeProject()
  const { values, setValue, save, isSaved } = useFormValues()
  const isMaking = useIsWorking(makePage)
  const document = node.documents[0]
  const [view, setView] = useState<'form' | 'page'>('form')
  useEffect(() => {
    if (aim.columnId !== undefined) setView('form')
  }, [aim])
  const problems = openingForm.columns.filter((column) => openingFormProblem(column, values[column.id] ?? '') !== null)
  const hasSeals = (document?.seals.length ?? 0) > 0
  const isCurrent = openingForm.isPdfCurrent && isSaved

  async function makePdf() {
    await save()
    const project = await change(makePage, 'project.makeOpeningFormPdf', { projectId })
    if (project !== null) setView('page')
  }

  return (
    <>
      <section className="pane-main">
        {document && (
          <div className="bar">
            <Segmented
              aria-label="查看方式"
              value={view}
              onChange={setView}
              options={[
                { value: 'form', label: '填写' },
                { value: 'page', label: '生成的页面' },
              ]}
            />
          </div>
        )}
        {document && view === 'page' ? (
          <DocumentPages key={document.documentId} url={document.url} name={document.name} />
        ) : (
          <div className="page form-page">
            <Typography.Title level={5}>开标一览表</Typography.Title>
            {openingForm.columns.map((column) => (
              <FormField
                key={column.id}
                column={column}
                value={values[column.id] ?? ''}
                isAimed={aim.columnId === column.id}
                onChange={(value) => setValue(column.id, value)}
              />
            ))}
          </div>
        )}
      </section>
      <aside className="pane side-pane">
        <NodeFacts node={node} />
        {bidder === null && (
          <Alert
            type="info"
            showIcon
            title="页面上要写明投标人。请先完成 CA 认证，再生成页面。"
            action={
              <Button size="small" onClick={() => goTo('identity')}>
                去认证
              </Button>
            }
          />
        )}
        <FormState
          problems={problems.length}
          isCurrent={isCurrent}
          hasPage={document !== undefined}
          hasSeals={hasSeals}
        />
        <Flex vertical gap={8}>
          <Button
            type={isCurrent ? 'default' : 'primary'}
            icon={<FilePdfOutlined />}
            disabled={problems.length > 0 || isCurrent || bidder === null}
            loading={isMaking}
            onClick={() => void makePdf()}
          >
            {makePage}
          </Button>
          {isCurrent && (
            <Button
              type="primary"
              icon={<HighlightOutlined />}
              onClick={() =>
                goTo('signing', { nodeId: node.nodeId, ...(document ? { documentId: document.documentId } : {}) })
              }
            >
              去签章
            </Button>
          )}
          <Typography.Text type="secondary">{isSaved ? '填写的内容已自动保存' : '正在保存'}</Typography.Text>
        </Flex>
      </aside>
    </>
  )
}

interface FormStateProps {
  problems: number
  isCurrent: boolean
  hasPage: boolean
  hasSeals: boolean
}

function FormState({ problems, isCurrent, hasPage, hasSeals }: FormStateProps) {
  if (problems > 0) return <Alert type="info" showIcon title={`还有 ${problems} 项要填写或修改，完成后可生成页面`} />
  if (isCurrent) return <Alert type="success" showIcon title="页面与填写的内容一致" />
  if (hasPage && hasSeals)
    return <Alert type="warning" showIcon title="内容有改动。重新生成页面后，原页面上的签章会失去，需要重新签章。" />
  if (hasPage) return <Alert type="warning" showIcon title="内容有改动，请重新生成页面" />
  return <Alert type="info" showIcon title="填写完成。请生成页面，再签章。" />
}

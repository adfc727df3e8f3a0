import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProjectId } from '../../contract/bid-project.ts'
import { demoDocumentsSchema } from '../../domain/demo/demo-world.ts'
import type { Desktop } from '../desktop.ts'

type Attach = (projectId: ProjectId, file: { nodeId: string; path: string; name: string }) => Promise<void>

/** 打开示例工程: the ready documents, opening form and citations of the demo's first bidder. */
export async function fillSample(
  desktop: Desktop,
  { projectId, folder, attach }: { projectId: ProjectId; folder: string; attach: Attach },
): Promise<void> {
  const sample = demoDocumentsSchema.parse(JSON.parse(await readFile(join(folder, 'documents.json'), 'utf8')))
  const nodes = new Set(desktop.views.required(projectId).tender.nodes.map((node) => node.id))
  for (const document of sample.documents.filter(({ node }) => nodes.has(node)))
    await attach(projectId, { nodeId: document.node, path: join(folder, document.file), name: document.title })
  const values = Object.entries(sample.openingForm).map(([column, value]) => [column, String(value)])
  desktop.projects.setOpeningValues(projectId, Object.fromEntries(values))
  for (const { node, records } of sample.citations.filter(({ node }) => nodes.has(node)))
    desktop.projects.cite(projectId, node, records)
}

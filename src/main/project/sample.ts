import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProjectId } from '../../contract/bid-project.ts'
import { demoDocumentsSchema } from '../../domain/demo/demo-world.ts'
import type { Desktop } from '../desktop.ts'

/** A PDF and where in the bid it belongs. */
export interface ChosenFile {
  nodeId: string
  path: string
  name: string
}

/** 打开示例工程: the ready documents, opening form and citations of the demo's first bidder. */
export async function fillSample(
  desktop: Desktop,
  {
    projectId,
    folder,
    attach,
  }: { projectId: ProjectId; folder: string; attach: (chosen: readonly ChosenFile[]) => Promise<void> },
): Promise<void> {
  const sample = demoDocumentsSchema.parse(JSON.parse(await readFile(join(folder, 'documents.json'), 'utf8')))
  const nodes = new Set(desktop.views.required(projectId).tender.nodes.map((node) => node.id))
  const documents = sample.documents.filter(({ node }) => nodes.has(node))
  await attach(documents.map(({ node, file, title }) => ({ nodeId: node, path: join(folder, file), name: title })))
  const values = Object.entries(sample.openingForm).map(([column, value]) => [column, String(value)])
  desktop.projects.setOpeningValues(projectId, Object.fromEntries(values))
  for (const { node, records } of sample.citations.filter(({ node }) => nodes.has(node)))
    desktop.projects.cite(projectId, node, records)
}

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { tenderTemplateSchema } from '../../src/domain/demo/demo-tender.ts'
import {
  demoCreditLibrarySchema,
  demoDocumentsSchema,
  demoPeopleSchema,
  demoSealsSchema,
} from '../../src/domain/demo/demo-world.ts'

const root = fileURLToPath(new URL('../../resources/', import.meta.url))

export const resource = (path: string): Uint8Array => new Uint8Array(readFileSync(root + path))
export const resourcePaths = (folder: string): string[] =>
  readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(root.length)}/${entry.name}`.replace('//', '/'))
    .sort()

const json = <S extends z.ZodType>(schema: S, path: string): z.infer<S> =>
  schema.parse(JSON.parse(new TextDecoder().decode(resource(path))))

export const bidders = ['bidder-a', 'bidder-b']
export const tenderFolders = ['school-building', 'school-building-addendum', 'classroom-equipment']
export const people = () => json(demoPeopleSchema, 'demo/people.json')
export const seals = () => json(demoSealsSchema, 'demo/seals/seals.json').seals
export const template = (folder: string) => json(tenderTemplateSchema, `demo/tenders/${folder}/template.json`)
export const documents = (bidder: string) => json(demoDocumentsSchema, `demo/bidders/${bidder}/documents.json`)
export const library = (bidder: string) => json(demoCreditLibrarySchema, `demo/credit/${bidder}/library.json`)

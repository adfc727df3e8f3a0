import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Artifact, jsonArtifact } from './artifact.ts'
import { makeBidderDocuments } from './bidder-documents.ts'
import { makeCreditLibrary } from './credit.ts'
import { makeIcons } from './icons.ts'
import { makeSeals } from './seals.ts'
import { makeTenders } from './tender-files.ts'
import { world } from './world.ts'

const resources = fileURLToPath(new URL('../../resources', import.meta.url))

function write(artifacts: Artifact[]): void {
  for (const { path, bytes } of artifacts) {
    const target = join(resources, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, bytes)
  }
}

rmSync(join(resources, 'demo'), { recursive: true, force: true })
write([jsonArtifact('demo/people.json', world)])
write(makeSeals())
write(await makeTenders())
write(await makeBidderDocuments())
for (const bidder of ['bidder-a', 'bidder-b']) write(await makeCreditLibrary(bidder))
write(makeIcons())

import { decodeHeader, headerBackOffset, readHeader } from '../../../src/domain/bid-file/header.ts'
import { decodeManifest, encodeManifest } from '../../../src/domain/bid-file/manifest.ts'
import { decodeMeta, encodeMeta } from '../../../src/domain/bid-file/meta.ts'
import { decodeStatement, encodeStatement } from '../../../src/domain/bid-file/statement.ts'
import { readSignedStatement, readTrailer, recipientsOf } from '../../../src/domain/bid-file/trailer.ts'
import { sourceOfBytes } from '../../../src/domain/byte-source.ts'
import { concatBytes, equalBytes, hexOf } from '../../../src/domain/bytes.ts'
import type { Certificate } from '../../../src/domain/pki/certificate.ts'
import { trustedPath, verifyChain } from '../../../src/domain/pki/chain.ts'
import { readEnvelope } from '../../../src/domain/pki/enveloped-data.ts'
import { encodePoint } from '../../../src/domain/sm/sm2-curve.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import { verifyBidFile } from '../../../src/domain/verify/verify-bid-file.ts'
import { today } from '../../kit/authorities.ts'
import { makeBid, makeBidWorld, makePlan, openWith } from '../../kit/bids.ts'
import { trustIn } from '../../kit/trust.ts'
import { derMutations } from '../mutate-der.ts'
import { jsonMutations } from '../mutate-json.ts'
import { Fault } from '../run-case.ts'
import type { FuzzTarget } from '../target.ts'
import { countingSource } from './archives.ts'

const world = makeBidWorld('fuzz bid files')
/** Authorities come with the file, so that every byte of theirs is asked for too. */
const trust = { ...trustIn(world.authorities), intermediates: [] }
const make = async (text: string) =>
  makeBid(world, { plan: await makePlan(world.bidder, { files: { 'a.pdf': text.repeat(300) } }) })
const [bid, other] = [await make('letter '), await make('method ')]
const digestOf = (bytes: Uint8Array) => hexOf(sm3(bytes))

/** Whose signature held. What else the certificate says is proven by its chain, which is asked elsewhere. */
const keyOf = ({ publicKey }: Certificate) => (publicKey === null ? 'none' : hexOf(encodePoint(publicKey)))

/** What has one encoding: reading and writing again must give the very same bytes. */
function requireSameBytes(again: Uint8Array, input: Uint8Array): null {
  if (!equalBytes(again, input)) throw new Fault('has a second encoding')
  return null
}

/** All that can be judged without a key: who wrapped the key in the envelope is known only to those who can open it. */
async function withoutEnvelope(file: Uint8Array): Promise<Uint8Array> {
  const { meta, envelopeDer } = await readHeader(sourceOfBytes(file))
  const at = headerBackOffset(meta)
  return concatBytes(file.subarray(0, at), file.subarray(at + 4 + envelopeDer.length + 32))
}

export const bidFileTargets: readonly FuzzTarget[] = [
  {
    name: 'bid-file-header',
    seeds: [bid.header, concatBytes(other.header, new Uint8Array(20))],
    cases: 4_000,
    read(input) {
      const header = decodeHeader(input)
      readEnvelope(header.envelopeDer)
      return null
    },
  },
  {
    name: 'bid-file-parts',
    seeds: [bid.file, other.file],
    cases: 4_000,
    async read(input) {
      const source = countingSource(input)
      await readTrailer(source, await readHeader(source))
      return null
    },
  },
  {
    name: 'bid-file-meta',
    seeds: [encodeMeta(bid.started.meta), encodeMeta({ ...other.started.meta, plaintextLength: 0 })],
    mutations: jsonMutations,
    cases: 3_000,
    read: (input) => requireSameBytes(encodeMeta(decodeMeta(input)), input),
  },
  {
    name: 'bid-manifest',
    seeds: [encodeManifest(bid.plan.manifest), encodeManifest({ ...other.plan.manifest, files: [], openingForm: [] })],
    mutations: jsonMutations,
    cases: 2_000,
    read: (input) => requireSameBytes(encodeManifest(decodeManifest(input)), input),
  },
  {
    name: 'bid-statement',
    seeds: [encodeStatement(bid.statement), encodeStatement(other.statement)],
    mutations: derMutations,
    cases: 15_000,
    read: (input) => requireSameBytes(encodeStatement(decodeStatement(input)), input),
  },
  {
    name: 'signed-statement',
    seeds: [bid.signedStatement, other.signedStatement],
    mutations: derMutations,
    cases: 400,
    read(input) {
      const signed = readSignedStatement(input)
      return () =>
        `${digestOf(encodeStatement(signed.statement))} ${keyOf(signed.signer)} ${recipientsOf(signed).length}`
    },
  },
  {
    name: 'bid-file-verified',
    seeds: [bid.file, other.file],
    cases: 30,
    async read(input) {
      const { verdict } = await verifyBidFile(countingSource(input), trust)
      const rest = verdict === 'valid' ? digestOf(await withoutEnvelope(input)) : null
      return () => rest
    },
  },
  {
    name: 'bid-file-opened',
    seeds: [bid.file, other.file],
    cases: 80,
    async read(input) {
      const { signed } = await openWith(input, world.bidder.encrypt)
      const { signer: leaf, certificates: intermediates } = signed
      return () => {
        trustedPath(verifyChain({ ...trust, leaf, intermediates, at: today, usage: 'sign' }))
        return digestOf(input)
      }
    },
  },
]

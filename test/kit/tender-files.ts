import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { utf8Bytes } from '../../src/domain/bytes.ts'
import { packTenderFile, planTenderFile, tenderFileDigest } from '../../src/domain/project/tender-file.ts'
import { signDigest } from '../../src/domain/sm/sm2-sign.ts'
import type { Authorities, Holder } from './authorities.ts'
import { collect } from './streams.ts'

/** A tender file of one short document, signed by the holder. */
export async function makeTenderFile(
  tender: unknown,
  holder: Holder,
  { issuing, random }: Authorities,
): Promise<Uint8Array> {
  const plan = await planTenderFile(utf8Bytes(JSON.stringify(tender)), [
    { name: '招标文件.pdf', source: sourceOfBytes(utf8Bytes('%PDF tender')) },
  ])
  const { certificate: signer, key } = holder.sign
  const signature = signDigest(key.privateKey, tenderFileDigest(plan, signer), random)
  return collect(packTenderFile(plan, { signer, chain: [issuing[0].certificate], signature }))
}

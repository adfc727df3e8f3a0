import type { ByteSource } from '../byte-source.ts'
import { BidsealError } from '../failure.ts'
import { holderOf } from '../pki/certificate.ts'
import { type Tender, tenderSchema } from '../project/tender.ts'
import { readTenderFile, type TenderFile } from '../project/tender-file.ts'
import { type Check, failed, ownClock, passed, type TenderFileReport, verdictOf } from './report.ts'
import { checkSigner, failureFinding, type Trust } from './trust.ts'

/**
 * Verifies a tender file or an addendum: structure, signature, every file, and that tenderer or agency signed it with a
 * certificate that was trusted when the tender was issued.
 */
export async function verifyTenderFile(source: ByteSource, trust: Trust): Promise<TenderFileReport> {
  let file: TenderFile<Tender>
  try {
    file = await readTenderFile(source, tenderSchema)
  } catch (error) {
    const checks = [failed(topicOf(error), failureFinding(error))]
    return { kind: 'tender-file', verdict: verdictOf(checks), checks, claims: null }
  }
  const { tender, signer, certificates } = file
  const checks = [
    passed('format', { kind: 'readable' }),
    passed('files', { kind: 'files-listed', count: file.files.size + 1 }),
    checkParty(file),
    ...checkSigner(trust, { leaf: signer, alongside: certificates, at: new Date(tender.deadlines.issuedAt) }),
    passed('algorithm', { kind: 'algorithm-known', algorithm: 'SM2-SM3' }),
    ownClock(new Date(tender.deadlines.issuedAt)),
  ]
  const claims = {
    tender: tender.id,
    projectName: tender.project.name,
    tenderer: tender.tenderer.name,
    issued: tender.deadlines.issuedAt,
    addendum: tender.addendum?.number ?? null,
  }
  return { kind: 'tender-file', verdict: verdictOf(checks), checks, claims }
}

function checkParty({ tender, signer }: TenderFile<Tender>): Check {
  const { name, socialCreditCode } = holderOf(signer)
  const parties = [tender.tenderer, ...(tender.agency === undefined ? [] : [tender.agency])]
  return parties.some((party) => party.socialCreditCode === socialCreditCode)
    ? passed('statement', { kind: 'tender-signed', signer: name })
    : failed('statement', { kind: 'tender-signed-by-another', signer: name })
}

function topicOf(error: unknown): Check['topic'] {
  if (!(error instanceof BidsealError)) return 'format'
  const { code } = error.failure
  if (code === 'tender-file.signature-invalid') return 'statement'
  return code === 'tender-file.invalid' || code === 'zip.entry-compressed' ? 'format' : 'files'
}

import { expect, test } from 'vitest'
import { finishBidFile, startBidFile, statementOf } from '../../src/domain/bid-file/generate.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { certificateDigest } from '../../src/domain/pki/certificate.ts'
import { rolePolicies } from '../../src/domain/pki/roles.ts'
import { verifyPdf } from '../../src/domain/verify/verify-pdf.ts'
import { verifyPlainCopy } from '../../src/domain/verify/verify-plain-copy.ts'
import { issueCertificate, makeRoot, today } from '../kit/authorities.ts'
import { signAs } from '../kit/bids.ts'
import { packPlainCopy, planBid, sealBid } from '../kit/make-whole-bid.ts'
import { makeCornerPng } from '../kit/pdfs.ts'
import { placeSeal } from '../kit/sealed-pdfs.ts'
import { authorities, builder, rival } from '../kit/seals.ts'
import { collect, collectWithResult } from '../kit/streams.ts'
import { noTrust, outline, trustIn } from '../kit/trust.ts'
import { page, type Sealing, sealPdf } from '../kit/verified-pdfs.ts'

const trust = trustIn(authorities)

const sealed = await sealPdf(page)

/** The verdict and what did not pass in the first seal. */
async function summaryOf(pdf: Uint8Array, trusted = trust) {
  const { verdict, checks, seals } = await verifyPdf(pdf, trusted)
  return {
    verdict,
    failed: outline([...checks, ...(seals[0]?.checks ?? [])].filter(({ outcome }) => outcome === 'failed')),
  }
}

test('a sealed document is valid, with every question answered', async () => {
  const { verdict, seals } = await verifyPdf(sealed, trust)
  expect({ verdict, seals: seals.map((seal) => ({ ...seal, checks: outline(seal.checks) })) }).toEqual({
    verdict: 'valid',
    seals: [
      {
        field: 'seal-1',
        signer: '江苏某某建设集团有限公司',
        signedAt: today.toISOString(),
        pages: [1],
        seal: {
          id: '32010000000001',
          name: '江苏某某建设集团有限公司公章',
          type: 1,
          kind: 'official',
          maker: '测试制章中心',
          createdAt: '2026-02-01T00:00:00.000Z',
          validFrom: '2026-02-01T00:00:00.000Z',
          validUntil: '2028-02-01T00:00:00.000Z',
          widthMm: 42,
          heightMm: 42,
          holders: 1,
        },
        verdict: 'valid',
        checks: [
          'integrity passed intact',
          'coverage passed covers-whole-file',
          'chain passed trusted',
          'revocation passed not-revoked',
          'seal passed seal-valid',
          'holder passed signer-may-use',
          'appearance passed picture-shown',
          'algorithm passed algorithm-known',
          'time not-done own-clock',
        ],
      },
    ],
  })
})

test('a second seal leaves the first one valid', async () => {
  const twice = await sealPdf(sealed, { fieldName: 'seal-2' })
  const { verdict, seals } = await verifyPdf(twice, trust)
  expect({ verdict, coverage: seals.map(({ checks }) => checks[1]?.finding.kind) }).toEqual({
    verdict: 'valid',
    coverage: ['sealed-again-later', 'covers-whole-file'],
  })
})

test('an intact document of an unknown authority is told apart from a changed one', async () => {
  expect(await summaryOf(sealed, noTrust)).toEqual({
    verdict: 'invalid',
    failed: ['chain failed unknown-issuer', 'seal failed unknown-issuer'],
  })
})

const stranger = issueCertificate({
  profile: 'sign',
  issuer: makeRoot('陌生根 CA', authorities.random),
  subject: { commonName: '陌生制章中心' },
  random: authorities.random,
  policy: rolePolicies.sealMaker,
})

test.each<[string, Sealing, string]>([
  ['other bytes', { signedBytesDigest: new Uint8Array(32) }, 'integrity failed digest-differs'],
  ['the seal of somebody else', { signer: rival.sign }, 'holder failed seal-of-another'],
  ['a seal of an unknown maker', { maker: stranger }, 'seal failed unknown-issuer'],
  ['an expired seal', { sealFields: { validUntil: new Date('2026-03-01T00:00:00Z') } }, 'seal failed seal-expired'],
  [
    'a seal of the future',
    { sealFields: { validFrom: new Date('2027-03-01T00:00:00Z') } },
    'seal failed seal-not-yet-valid',
  ],
  ['another picture', { appearances: [placeSeal({ png: makeCornerPng() })] }, 'appearance failed picture-differs'],
])('a signature with %s is invalid for that reason alone', async (_, sealing, reason) => {
  expect(await summaryOf(await sealPdf(page, sealing))).toEqual({ verdict: 'invalid', failed: [reason] })
})

test('a signer whose certificate was revoked before is named', async () => {
  expect(await summaryOf(sealed, trustIn(authorities, builder.sign))).toEqual({
    verdict: 'invalid',
    failed: ['revocation failed revoked'],
  })
})

test('what was added after the seal is a matter of coverage', async () => {
  const { verdict, failed } = await summaryOf(concatBytes(sealed, utf8Bytes('\n1 0 obj\n<<>>\nendobj\n')))
  expect({ verdict, failed }).toMatchObject({
    verdict: 'invalid',
    failed: [expect.stringMatching(/^coverage failed/)],
  })
})

test('a signature of another system cannot be judged here', async () => {
  const foreign = await sealPdf(page, { format: 'pkcs7' })
  expect(await summaryOf(foreign)).toEqual({
    verdict: 'unreadable',
    failed: ['algorithm failed algorithm-unsupported'],
  })
})

test('a document without seals is not valid and one that is no PDF is unreadable', async () => {
  const verdicts = [await verifyPdf(page, trust), await verifyPdf(utf8Bytes('%PDF-1.7 nothing'), trust)]
  expect(verdicts.map(({ verdict, checks }) => [verdict, ...outline(checks)])).toEqual([
    ['invalid', 'integrity failed no-seals'],
    ['unreadable', 'format failed failure'],
  ])
})

/** A plain copy of the builder's bid with these documents. */
async function plainCopyOf(documents: Record<string, Uint8Array>): Promise<Uint8Array> {
  const { random } = authorities
  const plan = await planBid(
    {
      tender: 'nj-2026-001',
      section: 'a1',
      socialCreditCode: '91320000MA1ABCDE0X',
      signingCertificate: hexOf(certificateDigest(builder.sign.certificate)),
      openingForm: [],
      tool: 'bidseal 0.1.0',
    },
    Object.entries(documents).map(([name, bytes]) => ({ name, source: sourceOfBytes(bytes) })),
  )
  const started = startBidFile({ plan, created: today, random })
  const recipients = [builder.encrypt.certificate]
  const { result: payloadDigest } = await collectWithResult(sealBid(started, plan))
  const statement = statementOf(plan, { payloadDigest, recipients, created: today })
  const signature = signAs(builder, statement, random)
  const answer = { statement, signature, signer: builder.sign.certificate, chain: [], recipients }
  return collect(packPlainCopy(plan, finishBidFile(started, answer, { random }).signedStatement))
}

test('a plain copy is judged with every seal inside it, and unsealed documents are no fault', async () => {
  const report = await verifyPlainCopy(
    sourceOfBytes(await plainCopyOf({ 'sealed.pdf': sealed, 'plain.pdf': page })),
    trust,
  )
  expect([report.verdict, ...report.documents.map(({ path, report }) => `${path} ${report.verdict}`)]).toEqual([
    'valid',
    'sealed.pdf valid',
    'plain.pdf invalid',
  ])
})

test('a bad seal inside makes the plain copy invalid', async () => {
  const forged = await sealPdf(page, { signer: rival.sign })
  expect((await verifyPlainCopy(sourceOfBytes(await plainCopyOf({ 'forged.pdf': forged })), trust)).verdict).toBe(
    'invalid',
  )
})

import { readContents } from '../domain/bid-file/contents.ts'
import { readHeader } from '../domain/bid-file/header.ts'
import { chunkCountOf } from '../domain/bid-file/meta.ts'
import { statementName } from '../domain/bid-file/pack.ts'
import { readSignedStatement, readTrailer, recipientsOf } from '../domain/bid-file/trailer.ts'
import { type ByteSource, syncSourceOf } from '../domain/byte-source.ts'
import { hexOf } from '../domain/bytes.ts'
import { fail } from '../domain/failure.ts'
import { maxPdfBytes } from '../domain/pdf/open-pdf.ts'
import { findSeals } from '../domain/pdf/read-seals.ts'
import { certificateDigest, holderOf } from '../domain/pki/certificate.ts'
import { tenderSchema } from '../domain/project/tender.ts'
import { readTenderFile } from '../domain/project/tender-file.ts'
import { plainLine } from '../domain/readable-line.ts'
import { recognizeFile } from '../domain/verify/recognize.ts'
import { claimsOf } from '../domain/verify/verify-bid-file.ts'
import type { CommandResult } from './verify.ts'
import { withFile } from './with-file.ts'

/** What stands in a file, unproven. Fails with `verify.unknown-file` or what reading it ends with. */
export async function inspectFile(path: string): Promise<CommandResult> {
  const { lines, json } = await withFile(path, inspectSource)
  return { text: [...lines.map(plainLine), '', '以上是文件自称的内容，没有验证。'].join('\n'), json, exitCode: 0 }
}

interface Inspection {
  lines: string[]
  json: unknown
}

async function inspectSource(source: ByteSource): Promise<Inspection> {
  switch (await recognizeFile(source)) {
    case 'bid-file':
      return inspectBidFile(source)
    case 'plain-copy':
      return inspectPlainCopy(source)
    case 'tender-file':
      return inspectTenderFile(source)
    case 'pdf':
      return inspectPdf(source)
    case null:
      fail('verify.unknown-file', {})
  }
}

async function inspectBidFile(source: ByteSource): Promise<Inspection> {
  const header = await readHeader(source)
  const signed = readSignedStatement(await readTrailer(source, header))
  const claims = claimsOf(signed)
  const recipients = recipientsOf(signed).map((certificate) => ({
    name: holderOf(certificate).name,
    sm3: hexOf(certificateDigest(certificate)),
    notAfter: certificate.notAfter.toISOString(),
  }))
  const chunks = chunkCountOf(header.meta)
  return {
    lines: [
      '类型：投标文件（加密）',
      `招标项目：${claims.tender}`,
      `标段：${claims.section}`,
      `投标人：${claims.bidder}（${claims.socialCreditCode}）`,
      `签名时间：${claims.created}`,
      `内容：${header.meta.plaintextLength} 字节，${chunks} 块`,
      `能解密的证书：${recipients.length} 本`,
      ...recipients.map(({ name, sm3, notAfter }) => `  ${name}，${notAfter.slice(0, 10)} 到期，指纹 ${sm3.slice(-8)}`),
    ],
    json: { kind: 'bid-file', meta: header.meta, chunks, claims, recipients },
  }
}

async function inspectPlainCopy(source: ByteSource): Promise<Inspection> {
  const { manifest } = await readContents(source, statementName)
  return {
    lines: [
      '类型：非加密投标文件',
      `招标项目：${manifest.tender}`,
      `标段：${manifest.section}`,
      `投标人：${manifest.socialCreditCode}`,
      '开标一览表：',
      ...manifest.openingForm.map(({ title, value }) => `  ${title}：${value}`),
      `文件：${manifest.files.length} 个`,
      ...manifest.files.map(({ path, sizeInBytes }) => `  ${path}，${sizeInBytes} 字节`),
    ],
    json: { kind: 'plain-copy', manifest },
  }
}

async function inspectTenderFile(source: ByteSource): Promise<Inspection> {
  const { tender, files } = await readTenderFile(source, tenderSchema)
  const { project, tenderer, sections, deadlines } = tender
  return {
    lines: [
      '类型：招标文件',
      `招标项目：${project.name}（${project.code}）`,
      `招标人：${tenderer.name}`,
      `标段：${sections.map(({ name }) => name).join('、')}`,
      `投标截止：${deadlines.bidsUntil}`,
      `文件：${files.size} 个`,
      ...[...files.values()].map(({ name, sizeInBytes }) => `  ${name}，${sizeInBytes} 字节`),
    ],
    json: { kind: 'tender-file', tender },
  }
}

async function inspectPdf(source: ByteSource): Promise<Inspection> {
  if (source.sizeInBytes > maxPdfBytes)
    fail('pdf.too-large', { sizeInBytes: source.sizeInBytes, limitInBytes: maxPdfBytes })
  const seals = findSeals(await syncSourceOf(source)).map(({ fieldName, subFilter, claims, places }) => ({
    field: fieldName,
    subFilter,
    signer: claims.name,
    signedAt: claims.signingTime?.toISOString() ?? null,
    pages: [...new Set(places.map(({ page }) => page + 1))],
  }))
  return {
    lines: [
      '类型：PDF 文件',
      `签章：${seals.length} 个`,
      ...seals.map(
        ({ signer, signedAt, pages }) =>
          `  ${signer ?? '未注明'}，${signedAt ?? '未注明时间'}，${pages.length === 0 ? '没有显示' : `第 ${pages.join('、')} 页`}`,
      ),
    ],
    json: { kind: 'pdf', seals },
  }
}

import type { CertificateFacts, RevocationListFacts, SealFacts } from './facts.ts'
import { changeWords } from './file-sentences.ts'
import type { Coverage, Finding, RevocationAnswer } from './finding.ts'
import { chinaDay, chinaMoment, grouped, sealKindNames } from './words.ts'

/** One line of evidence: what it is, and what it says. */
export type EvidenceRow = [label: string, value: string]

/** The evidence behind a finding in lines that can be compared with another program's; none where the sentence says all. */
export function evidenceOf(finding: Finding): EvidenceRow[] {
  switch (finding.kind) {
    case 'intact':
      return finding.digest === undefined ? [] : [['签名的哈希码值', finding.digest]]
    case 'digest-differs':
      return [
        ['签名的哈希码值', finding.signed],
        ['现在的哈希码值', finding.found],
      ]
    case 'property-differs':
      return [
        ['签名所写位置', finding.signed],
        ['实际位置', finding.expected],
      ]
    case 'covers-whole-file':
      return [['覆盖', `全部 ${grouped(finding.coveredBytes)} 字节`]]
    case 'sealed-again-later':
    case 'changed-later':
      return coverageRows(finding)
    case 'trusted':
    case 'untrusted':
    case 'unknown-issuer':
    case 'seal-valid':
    case 'seal-maker-unchecked':
    case 'seal-maker-revoked-later':
      return pathRows(finding.path)
    case 'not-revoked':
    case 'revoked-later':
    case 'revocation-unknown':
      return finding.answers.map(answerRow)
    case 'revoked':
      return [
        ['注销时间', chinaMoment(finding.revoked.at)],
        ['注销列表', listWords(finding.list)],
      ]
    case 'signer-may-use':
    case 'seal-of-another':
      return [['可用证书', `${finding.holders} 本`]]
    case 'picture-shown':
      return [['大小', `${finding.widthMm} × ${finding.heightMm} mm`]]
    case 'time-stamped':
      return [['签名人所写时间', chinaMoment(finding.claimed)], ...pathRows(finding.path)]
    case 'algorithm-unsupported':
      return [['算法或格式', finding.algorithm]]
    default:
      return []
  }
}

/** What a seal says of itself. */
export function sealRows(seal: SealFacts): EvidenceRow[] {
  return [
    ['印章名称', seal.name],
    ['印章编号', seal.id],
    ['印章类型', seal.kind === null ? `制章机构的第 ${seal.type} 类` : sealKindNames[seal.kind]],
    ['制章机构', seal.maker],
    ['印章有效期', `${chinaDay(seal.validFrom)} 至 ${chinaDay(seal.validUntil)}`],
  ]
}

function coverageRows({ coveredBytes, sizeInBytes, changes, changeCount }: Coverage): EvidenceRow[] {
  const rows: EvidenceRow[] = [['覆盖', `前 ${grouped(coveredBytes)} 字节，全文 ${grouped(sizeInBytes)} 字节`]]
  for (const change of changes) rows.push(['其后', changeWords(change)])
  if (changeCount > changes.length) rows.push(['其后', `另有 ${changeCount - changes.length} 处`])
  return rows
}

function pathRows(path: readonly CertificateFacts[]): EvidenceRow[] {
  return path.map((certificate, i) => {
    const { name, issuer, serialNumber, notBefore, notAfter, sm3 } = certificate
    const level = i === 0 ? '本级证书' : name === issuer ? '根证书' : '上级证书'
    const validity = `${chinaDay(notBefore)} 至 ${chinaDay(notAfter)} 有效`
    return [level, `${name}，序列号 ${serialNumber}，${validity}，指纹尾码 ${sm3.slice(-8).toUpperCase()}`]
  })
}

function answerRow({ name, list, isCovered }: RevocationAnswer): EvidenceRow {
  if (list === null) return [name, '没有该颁发机构的注销列表']
  return [name, `${listWords(list)}，${isCovered ? '包含签名时间' : '不包含签名时间'}`]
}

function listWords({ issuer, number, thisUpdate, nextUpdate }: RevocationListFacts): string {
  const until = nextUpdate === null ? '未写明下次发布时间' : `${chinaMoment(nextUpdate)} 前有效`
  return `${issuer}${number === null ? '' : ` 第 ${number} 号`}，${chinaMoment(thisUpdate)} 发布，${until}`
}

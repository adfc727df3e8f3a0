import type { ChangeReason } from '../pdf/classify-changes.ts'
import type { CoverageBreach } from '../pdf/read-seals.ts'
import type { RevocationReason } from '../pki/revocation-entries.ts'
import type { SealKind } from '../seal/seal-kinds.ts'
import type { TimeStampProblem, Topic } from './finding.ts'
import type { Outcome, Report, Verdict } from './report.ts'

/** 2026-09-01 in China, where every reader of a report is. */
export const chinaDay = (at: string): string => chinaMoment(at).slice(0, 10)

/** 2026-09-01 08:00:00 in China. */
export const chinaMoment = (at: string): string =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

/** 1,234,567 */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

export const topicNames: Record<Topic, string> = {
  format: '文件格式',
  statement: '签名声明',
  recipients: '加密证书',
  files: '文件清单',
  integrity: '内容完整',
  coverage: '签章范围',
  chain: '证书可信',
  revocation: '注销状态',
  seal: '印章有效',
  holder: '用章权限',
  appearance: '印章图案',
  algorithm: '签名算法',
  time: '签名时间',
  contents: '加密内容',
}

export const outcomeNames: Record<Outcome, string> = {
  passed: '通过',
  unsure: '提示',
  failed: '不通过',
  'not-done': '未检查',
}

export const verdictNames: Record<Verdict, string> = { valid: '有效', invalid: '无效', unreadable: '无法识别' }

export const kindNames: Record<Report['kind'], string> = {
  pdf: 'PDF 文件',
  'bid-file': '投标文件（加密）',
  'plain-copy': '非加密投标文件',
  'tender-file': '招标文件',
  unknown: '未知文件',
}

export const sealKindNames: Record<SealKind, string> = {
  official: '企业公章',
  legalRepresentative: '法人章',
  legalRepresentativeSignature: '法人手写签名',
}

export const revocationReasonNames: Record<RevocationReason, string> = {
  unspecified: '未说明原因',
  keyCompromise: '密钥泄露',
  cACompromise: '颁发机构密钥泄露',
  affiliationChanged: '单位信息变更',
  superseded: '已换发新证书',
  cessationOfOperation: '停止使用',
  certificateHold: '暂停使用',
  removeFromCRL: '恢复使用',
  privilegeWithdrawn: '权限收回',
  aACompromise: '授权机构密钥泄露',
}

/** What was changed, as the object of 改动了. */
export const changeNames: Record<ChangeReason, string> = {
  page: '页面内容',
  'seal-appearance': '已有签章的图案',
  annotation: '批注',
  'field-added': '表单（新增填写项）',
  catalog: '文件的总目录',
  'form-dictionary': '表单的设置',
  object: '页面上用到的内容',
  'object-removed': '原有内容（被删除）',
  'not-a-revision': '签章时的文件本身（不是在其后追加）',
  'bytes-after-end': '文件结尾（多出数据）',
  unreadable: '无法解读的内容',
}

/** Why a time stamp proves nothing, after 因为. */
export const stampProblemNames: Record<TimeStampProblem, string> = {
  unreadable: '内容无法识别',
  'imprint-differs': '盖的是别的内容',
  'nonce-differs': '答复的是别的请求',
  'bad-signature': '签名是错误的',
  'authority-untrusted': '出具机构不受信任',
  'older-than-claimed': '早于签名人所写的时间',
}

/** Why a seal does not cover the file as it must, after 因为. */
export const breachNames: Record<CoverageBreach, string> = {
  'signature-dictionary': '签章数据的结构不规范',
  'byte-range-missing': '没有写明签章覆盖的范围',
  'byte-range-malformed': '写明的覆盖范围不成立',
  'byte-range-not-from-start': '覆盖范围没有从文件开头算起',
  'gap-is-not-contents': '覆盖范围中的空缺不只是签名数据',
  'contents-empty': '签名数据是空的',
  'contents-padding': '签名数据之后藏有其他内容',
  'not-a-whole-revision': '所覆盖的部分不是一份完整的文件',
  'not-in-its-revision': '所覆盖的部分里没有这个签章',
}

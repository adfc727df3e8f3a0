import type { RewrappedBid } from '../../../contract/bid-output.ts'

/** 增加证书, as the QR panel names it. */
export const addCertificates = {
  title: '增加证书',
  purpose: '由签署这份投标文件的人扫码，在手机上选择要增加的证书。内容不变，写成一份新文件',
  asksPhone: true,
} as const

/** What was done, once the new file stands beside the old one. */
export function rewrappedText({ addedNames, fileName, isListed }: RewrappedBid): string {
  const written = `已增加 ${addedNames.join('、')} 的证书，写入新文件“${fileName}”，原文件保留。`
  return isListed ? written : `${written}如已上传过，请把新文件重新递交。`
}

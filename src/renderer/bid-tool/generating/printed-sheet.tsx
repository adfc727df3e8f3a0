import type { GeneratedBid } from '../../../contract/bid-output.ts'
import { dateText, secondText, sizeText } from '../../desktop/formats.ts'
import { useProject } from '../use-project.ts'
import { bidDigestText } from './bid-digest.ts'

/** 谁能开标, on paper, to take to the opening. */
export function PrintedSheet({ bidFile }: { bidFile: GeneratedBid }) {
  const { tender, bidder } = useProject()
  return (
    <article className="printed-sheet">
      <h1>谁能开标</h1>
      <p>
        {tender.name} · {tender.sectionName}（{tender.sectionCode}）
        <br />
        投标单位：{bidder?.enterpriseName}
        <br />
        开标时间：{secondText(tender.opensAt)}，开标后 {tender.decryptMinutes} 分钟内解密
      </p>
      <p>
        投标文件：{bidFile.bidFileName}（{sizeText(bidFile.sizeInBytes)}）
        <br />
        哈希码值：{bidDigestText(bidFile)}
      </p>
      <p>以下任意一本证书都能解密，请至少安排其中一位带手机参加开标。</p>
      <table>
        <thead>
          <tr>
            <th>持有人</th>
            <th>CA 机构</th>
            <th>证书序列号</th>
            <th>有效期至</th>
            <th>提示</th>
          </tr>
        </thead>
        <tbody>
          {bidFile.recipients.map((one) => (
            <tr key={one.fingerprintTail}>
              <td>{one.personName}</td>
              <td>{one.authorityName}</td>
              <td>{one.serialNumber}</td>
              <td>{dateText(one.notAfter)}</td>
              <td>{one.expiresBeforeOpening ? '开标前到期，不能解密' : '开标时有效'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  )
}

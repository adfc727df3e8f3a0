import { Empty, Selector } from 'antd-mobile'
import { useState } from 'react'
import { readSeal } from '../../../domain/seal/read-seal.ts'
import { useNavigation } from '../navigation.ts'
import { FailureNotice } from '../parts/failure-notice.tsx'
import { failureOfError } from '../parts/failure-of-error.ts'
import { Page } from '../parts/page.tsx'
import { SealPicture } from '../parts/seal-picture.tsx'
import { dateText } from '../parts/words.ts'
import { useCertificates, useSeals } from '../queries.ts'

/** 印章管理: the seals that each certificate may use, for looking only. */
export function SealsPage() {
  const { back } = useNavigation()
  const { data } = useCertificates()
  const [chosen, setChosen] = useState<string | null>(null)
  const pairs = (data?.pairs ?? []).filter(({ state }) => state === 'active')
  const pairId = chosen ?? pairs[0]?.pairId ?? null
  const { data: seals, error } = useSeals(pairId)
  return (
    <Page title="印章管理" onBack={back}>
      {pairs.length > 1 && (
        <div className="block">
          <Selector
            columns={2}
            options={pairs.map((pair) => ({ value: pair.pairId, label: pair.authorityName }))}
            value={pairId === null ? [] : [pairId]}
            onChange={([value]) => setChosen(value ?? null)}
          />
        </div>
      )}
      {error !== null && <FailureNotice failure={failureOfError(error)} />}
      {data !== undefined && pairs.length === 0 && <Empty description="下载证书后可以查看印章" />}
      {seals?.length === 0 && <Empty description="该证书没有可用的印章" />}
      <div className="seal-grid">
        {seals?.map(readSeal).map((seal) => (
          <div key={seal.sealId} className="seal-card">
            <div className="seal-space">
              <SealPicture picture={seal.picture} name={seal.name} />
            </div>
            <strong>{seal.name}</strong>
            <span>
              {seal.picture.widthMm} × {seal.picture.heightMm} mm
              <br />
              有效期至 {dateText(seal.validUntil.getTime())}
            </span>
          </div>
        ))}
      </div>
    </Page>
  )
}

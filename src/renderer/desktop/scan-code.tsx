import { Flex, Typography, theme } from 'antd'
import { useState } from 'react'
import type { TicketProgress } from '../../contract/ticket-progress.ts'
import { tailText } from '../../domain/tail-text.ts'
import { codeText } from './formats.ts'
import { QrCode } from './qr-code.tsx'
import { useTick } from './server-clock.ts'

type Showing = Extract<TicketProgress, { stage: 'showing' }>

const codeLifeMs = 120_000
const ringRadius = 13

/** The code to scan, the digits to type instead, and how long both are good for; main renews them by itself. */
export function ScanCode({ showing }: { showing: Showing }) {
  return (
    <>
      <QrCode content={showing.content} size={240} label="待扫描的二维码" />
      <Flex align="center" gap={12}>
        {/* A renewed code starts a new ring. */}
        <Ring key={showing.content} lifeMs={showing.expiresAt - showing.serverTime} />
        <output
          aria-label="六位数字码"
          style={{ fontSize: 28, letterSpacing: 4, fontWeight: 600, fontVariantNumeric: 'tabular-nums' }}
        >
          {codeText(showing.code)}
        </output>
      </Flex>
      <Typography.Text type="secondary" style={{ textAlign: 'center' }}>
        打开标证通扫码，或在手机上输入上面的数字
        <br />
        校验码尾号 <code>{tailText(showing.digestTail)}</code>，应与手机显示一致
      </Typography.Text>
    </>
  )
}

function Ring({ lifeMs }: { lifeMs: number }) {
  const { token } = theme.useToken()
  const [shownAt] = useState(() => Date.now())
  const leftMs = Math.max(0, lifeMs - (useTick() - shownAt))
  const circumference = 2 * Math.PI * ringRadius
  const share = Math.min(1, leftMs / codeLifeMs)
  return (
    <svg
      width={36}
      height={36}
      viewBox="-18 -18 36 36"
      role="img"
      aria-label={`二维码剩余 ${Math.ceil(leftMs / 1000)} 秒`}
    >
      <circle r={ringRadius} fill="none" stroke={token.colorFillSecondary} strokeWidth={3} />
      <circle
        r={ringRadius}
        fill="none"
        stroke={token.colorPrimary}
        strokeWidth={3}
        strokeDasharray={`${share * circumference} ${circumference}`}
        transform="rotate(-90)"
      />
      <text textAnchor="middle" dominantBaseline="central" fontSize={10} fill={token.colorTextSecondary}>
        {Math.ceil(leftMs / 1000)}
      </text>
    </svg>
  )
}

import { useEffect, useState } from 'react'

const pinLength = 6
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']

interface PinPadProps {
  title: string
  /** What the PIN will do, so that nobody types it blindly. */
  sentence: string
  /** The end of the ticket's digest, where there is a ticket. */
  digestTail?: string
  /** Why it is asked again. */
  notice: string | null
  isLocked: boolean
  isBusy: boolean
  onFilled(pin: string): void
}

/** 证书密码: six digits, never shown, never kept: they go to `onFilled` and out of this component's state. */
export function PinPad({ title, sentence, digestTail, notice, isLocked, isBusy, onFilled }: PinPadProps) {
  const [typed, setTyped] = useState('')
  const [order, setOrder] = useState(digits)
  const isBlocked = isLocked || isBusy

  function press(digit: string) {
    if (isBlocked) return
    const next = (typed + digit).slice(0, pinLength)
    setTyped(next.length === pinLength ? '' : next)
    if (next.length === pinLength) onFilled(next)
  }
  const erase = () => setTyped(typed.slice(0, -1))

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (/^\d$/.test(event.key)) press(event.key)
      if (event.key === 'Backspace') erase()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })

  const shownDots = isBusy ? pinLength : typed.length
  return (
    <section className="pin-pad" aria-label={title}>
      <h2>{title}</h2>
      <p className="pin-sentence">
        {sentence}
        {digestTail !== undefined && (
          <>
            {' '}
            · 校验码 <span className="digest">{digestTail}</span>
          </>
        )}
      </p>
      <div className="pin-dots" role="status" aria-label={`已输入 ${shownDots} 位`}>
        {Array.from({ length: pinLength }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the dots are their places
          <span key={i} className={i < shownDots ? 'pin-dot filled' : 'pin-dot'} />
        ))}
      </div>
      <p className={notice === null ? 'pin-notice' : 'pin-notice shown'} role="alert">
        {isBusy ? '正在与服务器共同运算，请稍候…' : (notice ?? ' ')}
      </p>
      <div className="pin-keys">
        {order.slice(0, 9).map((digit) => (
          <Key key={digit} label={digit} isBlocked={isBlocked} onPress={() => press(digit)} />
        ))}
        <button
          type="button"
          className="pin-key quiet"
          onClick={() => setOrder(order === digits ? shuffled() : digits)}
        >
          {order === digits ? '打乱' : '还原'}
        </button>
        <Key label={order[9] ?? '0'} isBlocked={isBlocked} onPress={() => press(order[9] ?? '0')} />
        <button type="button" className="pin-key quiet" disabled={isBlocked} aria-label="删除一位" onClick={erase}>
          删除
        </button>
      </div>
    </section>
  )
}

function Key({ label, isBlocked, onPress }: { label: string; isBlocked: boolean; onPress(): void }) {
  return (
    <button type="button" className="pin-key" disabled={isBlocked} onClick={onPress}>
      {label}
    </button>
  )
}

/** Only at the person's wish: a moving keyboard helps against an onlooker and hinders everybody else. */
function shuffled(): string[] {
  const order = [...digits]
  const random = crypto.getRandomValues(new Uint32Array(order.length))
  for (let i = order.length - 1; i > 0; i--) {
    const j = (random[i] ?? 0) % (i + 1)
    const [left, right] = [order[i] ?? '', order[j] ?? '']
    order[i] = right
    order[j] = left
  }
  return order
}

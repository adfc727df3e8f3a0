import { NavBar } from 'antd-mobile'
import type { ReactNode } from 'react'

interface PageProps {
  title: string
  onBack?: (() => void) | undefined
  right?: ReactNode
  /** Stays at the bottom while the rest scrolls. */
  footer?: ReactNode
  children: ReactNode
}

/** One full screen with its title, its way back and its action. */
export function Page({ title, onBack, right, footer, children }: PageProps) {
  return (
    <div className="page">
      <NavBar className="page-title" backIcon={onBack !== undefined} onBack={() => onBack?.()} right={right}>
        {title}
      </NavBar>
      <main className="page-content">{children}</main>
      {footer !== undefined && <footer className="page-footer">{footer}</footer>}
    </div>
  )
}

/** Label and value, one below the other when they do not fit beside each other. */
export function FactList({ facts }: { facts: readonly { label: string; value: string; isDigest?: boolean }[] }) {
  return (
    <dl className="facts">
      {facts.map(({ label, value, isDigest }) => (
        <div key={label} className="fact">
          <dt>{label}</dt>
          <dd className={isDigest === true ? 'digest' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

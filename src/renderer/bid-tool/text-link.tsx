/** Words that open something: looks like a link, and keys reach it like a button. */
export function TextLink({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <button type="button" className="text-link" onClick={onClick}>
      {children}
    </button>
  )
}

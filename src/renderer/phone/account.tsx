import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { AccountContext, type AccountParts, usePhoneParts } from './app-context.tsx'
import { cosigningPhone } from './cosigning/cosigning-phone.ts'
import { recover } from '../../domain/cosign/phone-recover.ts'
import { createDesk, type Desk, type DeskView } from './desk.ts'
import { Screens } from './screens.tsx'
import type { SignedIn } from './store/phone-store.ts'

const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('This screen needs the desk around it')
  return desk
}

export function useDeskView(): DeskView {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, desk.view)
}

/** Everything a signed-in person sees. */
export function AccountRoot({ signedIn, onSignedOut }: { signedIn: SignedIn; onSignedOut(): void }) {
  const parts = usePhoneParts()
  const account: AccountParts = useMemo(
    () => ({ ...parts, signedIn, phone: cosigningPhone(parts, signedIn.account.accountId) }),
    [parts, signedIn],
  )
  const desk = useMemo(() => createDesk(account), [account])
  const queryClient = useMemo(() => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } }), [])

  useEffect(() => {
    const closing = new AbortController()
    const changed = () => void queryClient.invalidateQueries()
    void recover(account.phone).then(() => desk.open(closing.signal, changed))
    return () => closing.abort()
  }, [account, desk, queryClient])

  return (
    <QueryClientProvider client={queryClient}>
      <AccountContext value={account}>
        <DeskContext value={desk}>
          <Screens onSignedOut={onSignedOut} />
        </DeskContext>
      </AccountContext>
    </QueryClientProvider>
  )
}

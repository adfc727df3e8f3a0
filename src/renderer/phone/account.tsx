import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { recover } from '../../domain/cosign/phone-recover.ts'
import { AccountContext, type AccountParts } from './app-context.tsx'
import { createDesk } from './desk.ts'
import { DeskContext } from './desk-context.ts'
import { Screens } from './screens.tsx'

/** Everything a signed-in person sees. */
export function AccountRoot({ account, onSignedOut }: { account: AccountParts; onSignedOut(): void }) {
  const desk = useMemo(() => createDesk(account), [account])
  const queryClient = useMemo(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } }),
    [],
  )

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

import { useQuery } from '@tanstack/react-query'
import { accountRoutes, certificateRoutes } from '../../protocol/http-api.ts'
import { useAccount } from './app-context.tsx'
import { sealsOf } from './tickets/load-ticket.ts'

/** Certificates of the account, those that wait for download, and the keys whose shares lie here. */
export function useCertificates() {
  const { server, phone } = useAccount()
  return useQuery({
    queryKey: ['certificates'],
    queryFn: async () => {
      const [list, held] = await Promise.all([server.call(certificateRoutes.list, { body: {} }), phone.store.list()])
      return { ...list, heldKeyIds: new Set(held) }
    },
  })
}

export function useSeals(pairId: string | null) {
  const account = useAccount()
  return useQuery({
    queryKey: ['seals', pairId],
    enabled: pairId !== null,
    queryFn: () => sealsOf(account, pairId ?? ''),
  })
}

export function useHistory() {
  const { server } = useAccount()
  return useQuery({ queryKey: ['history'], queryFn: () => server.call(accountRoutes.history, { body: {} }) })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Client, Contract, In, NamesOf, Out, Payload, Progress } from '../../contract/define.ts'
import { BidsealError } from '../../domain/failure.ts'

/** The hooks of one window, typed by its slice of the contract. An answer's cache key is `[name, input]`. */
export function hooksFor<C extends Contract>(client: Client<C>) {
  /** A call whose answer the window shows and caches. */
  function useAnswer<K extends NamesOf<C, 'call'>>(name: K, input: In<C[K]>) {
    return useQuery<Out<C[K]>>({ queryKey: [name, input], queryFn: () => client.call(name, input) })
  }

  /** A call that changes something, made when the user acts. */
  function useCommand<K extends NamesOf<C, 'call'>>(name: K) {
    return useMutation<Out<C[K]>, Error, In<C[K]>>({ mutationFn: (input) => client.call(name, input) })
  }

  /** A long task with its latest progress; leaving the page does not cancel it, `cancel` does. */
  function useTask<K extends NamesOf<C, 'task'>>(name: K) {
    const [progress, setProgress] = useState<Progress<C[K]> | null>(null)
    const [abort, setAbort] = useState<AbortController | null>(null)
    const mutation = useMutation<Out<C[K]> | null, Error, In<C[K]>>({
      mutationFn: async (input) => {
        const controller = new AbortController()
        setAbort(controller)
        setProgress(null)
        try {
          return await client.run(name, input, { signal: controller.signal, onProgress: setProgress })
        } catch (error) {
          // What the user stopped himself is no failure to tell him about.
          if (error instanceof BidsealError && error.failure.code === 'task.cancelled') return null
          throw error
        } finally {
          setAbort(null)
        }
      },
    })
    return { ...mutation, progress, cancel: () => abort?.abort() }
  }

  /** Listens to an event for as long as the component lives. Keep `listener` stable. */
  function useNews<K extends NamesOf<C, 'event'>>(name: K, listener: (payload: Payload<C[K]>) => void) {
    useEffect(() => client.on(name, listener), [name, listener])
  }

  /** Asks the named calls again whenever the event arrives. Keep `stale` stable. */
  function useRefreshOn<K extends NamesOf<C, 'event'>>(name: K, stale: readonly NamesOf<C, 'call'>[]) {
    const queries = useQueryClient()
    useEffect(
      () =>
        client.on(name, () => {
          for (const call of stale) void queries.invalidateQueries({ queryKey: [call] })
        }),
      [name, stale, queries],
    )
  }

  return { useAnswer, useCommand, useTask, useNews, useRefreshOn }
}

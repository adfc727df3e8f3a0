import type { z } from 'zod'
import { parseJsonText } from '../domain/canonical-json.ts'
import { BidsealError, type Failure, fail } from '../domain/failure.ts'
import { readFailure } from '../domain/failure-details.ts'

/** Who may call a route: anybody, the holder of an account token, or the desktop that opened a ticket or session. */
export type Caller = 'anybody' | 'account' | 'desktop' | 'ticket' | 'session' | 'demo'

/** One JSON route: its method, its path with `:name` parameters, and the schemas that both ends parse. */
export interface Route<Body extends z.ZodType, Reply extends z.ZodType> {
  method: 'GET' | 'POST'
  path: string
  caller: Caller
  body: Body
  reply: Reply
}

export function route<Body extends z.ZodType, Reply extends z.ZodType>(
  method: 'GET' | 'POST',
  path: string,
  caller: Caller,
  schemas: { body: Body; reply: Reply },
): Route<Body, Reply> {
  return { method, path, caller, ...schemas }
}

/** How a request proves who sends it; `null` adds nothing. Called for every request, after its body is fixed. */
export type Authorize = (request: {
  method: string
  path: string
  body: string
}) => Promise<Record<string, string>> | null

/** `fetch`, given from outside because the protocol has no network of its own. */
type Fetcher = (url: string, init: RequestInit) => Promise<Response>

export interface HttpClient {
  call<B extends z.ZodType, R extends z.ZodType>(
    route: Route<B, R>,
    input: { params?: Record<string, string>; body: z.input<B>; signal?: AbortSignal },
  ): Promise<z.output<R>>
}

/**
 * Calls the server's JSON routes. Expected failures of the server are thrown as they came; no answer at all is
 * `server.unreachable`, an answer that does not parse is `server.answer-invalid`.
 */
export function createHttpClient(origin: string, fetcher: Fetcher, authorize: Authorize): HttpClient {
  return {
    async call(route, { params = {}, body, signal }) {
      const path = route.path.replaceAll(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
      const sent = route.method === 'GET' ? '' : JSON.stringify(body)
      const headers = (await authorize({ method: route.method, path, body: sent })) ?? {}
      const response = await fetcher(origin + path, {
        method: route.method,
        // ⚔ A redirect could lead the token, and whatever else is sent, to another host or out of https.
        redirect: 'error',
        headers: sent === '' ? headers : { ...headers, 'content-type': 'application/json' },
        ...(sent === '' ? {} : { body: sent }),
        ...(signal ? { signal } : {}),
      }).catch((error: unknown) => {
        if (signal?.aborted) fail('task.cancelled', {}, error)
        return fail('server.unreachable', {}, error)
      })
      // A connection that ends inside an answer is no answer; text that is not JSON is a wrong one.
      const text = await textOf(response, path).catch((error: unknown) => {
        if (error instanceof BidsealError) throw error
        if (signal?.aborted) fail('task.cancelled', {}, error)
        return fail('server.unreachable', {}, error)
      })
      const value = parseJsonText(text)
      if (!response.ok) {
        const failure = readFailure(value)
        if (failure) throw new BidsealError(failure)
        fail('server.answer-invalid', { path })
      }
      const parsed = route.reply.safeParse(value)
      return parsed.success ? parsed.data : fail('server.answer-invalid', { path })
    },
  }
}

/** Above the largest answer, which is a phone's with twelve seals. */
const answerLimitInBytes = 32 * 1_048_576

/** The text of an answer; ⚔ one that does not end fails with `server.answer-invalid` before it fills the memory. */
async function textOf(response: Response, path: string): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let sizeInBytes = 0; reader !== undefined; ) {
    const { done, value } = await reader.read()
    if (done) break
    sizeInBytes += value.length
    if (sizeInBytes > answerLimitInBytes) {
      await reader.cancel()
      fail('server.answer-invalid', { path })
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

/** The failure that a server answers with; null when it is none of ours, or does not end. */
export async function failureOfResponse(response: Response): Promise<Failure | null> {
  return readFailure(parseJsonText(await textOf(response, '').catch(() => '')))
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { fail } from '../../domain/failure.ts'
import type { Caller, Route } from '../../protocol/http-route.ts'
import type { Callers } from './callers.ts'

type Params = Readonly<Record<string, string>>
type Given<B extends z.ZodType> = { body: z.output<B>; params: Params }
type Handler<B extends z.ZodType, R extends z.ZodType, Who> = (
  given: Given<B> & Who,
) => z.input<R> | Promise<z.input<R>>

type Registers<Who> = <B extends z.ZodType, R extends z.ZodType>(
  route: Route<B, R>,
  handle: Handler<B, R, Who>,
  options?: { bodyLimitInBytes?: number },
) => void

/** Registers JSON routes, one verb for each kind of caller; a route and its verb must agree. */
export type Serve = { [C in Caller]: Registers<Awaited<ReturnType<Callers[C]>>> }

export function createServe(app: FastifyInstance, callers: Callers): Serve {
  return {
    anybody: registers(app, 'anybody', callers.anybody),
    account: registers(app, 'account', callers.account),
    desktop: registers(app, 'desktop', callers.desktop),
    ticket: registers(app, 'ticket', callers.ticket),
    session: registers(app, 'session', callers.session),
    demo: registers(app, 'demo', callers.demo),
  }
}

function registers<Who extends object>(
  app: FastifyInstance,
  kind: Caller,
  identify: (request: FastifyRequest) => Who,
): Registers<Who> {
  return (route, handle, { bodyLimitInBytes } = {}) => {
    if (route.caller !== kind) throw new Error(`${route.method} ${route.path} is not for ${kind}`)
    app.route({
      method: route.method,
      url: route.path,
      ...(bodyLimitInBytes === undefined ? {} : { bodyLimit: bodyLimitInBytes }),
      handler: async (request) => {
        const who = identify(request)
        const body = route.body.safeParse(route.method === 'GET' ? {} : request.body)
        if (!body.success) return fail('input.invalid', { field: fieldOf(body.error) })
        const given = { body: body.data, params: paramsOf(request), ...who }
        const reply = await handle(given)
        // An answer that breaks the contract is our bug and must not travel.
        return route.reply.parse(reply)
      },
    })
  }
}

/** The name of what was wrong, never its content. */
function fieldOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'body'
}

export function paramsOf(request: FastifyRequest): Params {
  return request.params as Params
}

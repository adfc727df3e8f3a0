import { z } from 'zod'
import { accountRoutes, certificateRoutes } from '../../protocol/http-api.ts'
import type { AccountParts, PhoneParts } from './app-context.tsx'
import { downloadCertificate } from './cosigning/download-certificate.ts'
import { failureOfError } from './parts/failure-of-error.ts'
import { signIn } from './sign-in.ts'
import { loadTrust } from './trust/pinned-roots.ts'

const SetupRequest = z.object({
  type: z.literal('bidseal-demo-setup'),
  phoneNumber: z.string().regex(/^1\d{10}$/),
  /** Without it the message is only asked for, so that it can be read in the developer inbox. */
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  pin: z.string().regex(/^\d{6}$/),
})

/**
 * Lets the demo world's first start press this phone's buttons: sign in, and download every certificate that waits. The
 * same functions as the screens', so that no share is ever made outside a phone. Listens in demo mode only and to this
 * page itself only; `data-demo-setup` on the root element says how far it is: code-sent, working, done, failed:….
 */
export function listenForDemoSetup(parts: PhoneParts, onSignedIn: (account: AccountParts) => void): () => void {
  const say = (progress: string) => document.documentElement.setAttribute('data-demo-setup', progress)

  async function setUp({ phoneNumber, code, pin }: z.infer<typeof SetupRequest>) {
    if (code === undefined) {
      await parts.server.call(accountRoutes.sendCode, { body: { phoneNumber } })
      return say('code-sent')
    }
    say('working')
    const account = await signIn(parts, phoneNumber, code)
    const trust = await loadTrust(parts)
    const { server, phone } = account
    const { ready } = await server.call(certificateRoutes.list, { body: {} })
    for (const application of ready) {
      await downloadCertificate({ phone, server, trust, application, pin, onStep: () => {} })
    }
    onSignedIn(account)
    say('done')
  }

  function onMessage({ origin, source, data }: MessageEvent) {
    if (origin !== location.origin || source !== window) return
    const request = SetupRequest.safeParse(data)
    if (request.success) setUp(request.data).catch((error: unknown) => say(`failed:${failureOfError(error).code}`))
  }
  window.addEventListener('message', onMessage)
  return () => window.removeEventListener('message', onMessage)
}

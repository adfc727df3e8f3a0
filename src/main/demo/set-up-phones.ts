import { setTimeout as pause } from 'node:timers/promises'
import type { WebContents } from 'electron'
import type { DemoPerson } from '../../contract/desktop.ts'
import { BidsealError } from '../../domain/failure.ts'
import { demoRoutes } from '../../protocol/http-api.ts'
import type { Log } from '../app/log.ts'
import type { Windows } from '../app/windows.ts'
import type { ServerConnection } from '../tickets/server-connection.ts'
import type { DemoWorld } from './people.ts'

const pagesAtOnce = 2
const lookIntervalMs = 150
const stepLimitMs = 60_000
const retryAfterMs = 5_000
/** The server sends no second message within a minute. */
const codeAgainAfterMs = 61_000

interface SetUpOptions {
  world: DemoWorld
  windows: Windows
  server: ServerConnection
  demoSecret: () => string | null
  log: Log
  onReady: () => void
}

/**
 * First start of the demo world: every person's phone, out of sight, signs in and downloads its certificates, exactly as
 * a person would, so that no share is ever made outside a phone. What is done is remembered; a kill in the middle only
 * means that one phone begins again. Goes on in the background until all are ready or the signal aborts.
 */
export async function setUpPhones(options: SetUpOptions, signal: AbortSignal): Promise<void> {
  const waiting = options.world.people().filter(({ isReady }) => !isReady)
  if (waiting.length === 0) return
  // A page that finds no server shows that and asks nobody again.
  while (options.demoSecret() === null && !signal.aborted) await pause(lookIntervalMs)
  const worker = async () => {
    for (let person = waiting.shift(); person !== undefined && !signal.aborted; person = waiting.shift())
      await setUpPhone(person, options, signal)
  }
  await Promise.all(Array.from({ length: pagesAtOnce }, worker))
}

async function setUpPhone(person: DemoPerson, options: SetUpOptions, signal: AbortSignal): Promise<void> {
  const { world, windows, log, onReady } = options
  while (!signal.aborted) {
    const wasOpen = windows.phones.isOpen(person.person)
    const page = windows.phones.page(person.person).webContents
    const outcome = await pressButtons(page, person, options, signal).catch((error: unknown) => {
      // The page was closed or the server went away in the middle: both come back.
      if (!(error instanceof PageGone) && !(error instanceof BidsealError)) log.reportBug(error)
      return 'interrupted' as const
    })
    if (!wasOpen && windows.shownPhone() !== person.person) windows.phones.close(person.person)
    if (outcome === 'done') {
      world.markReady(person.person)
      return onReady()
    }
    if (signal.aborted) return
    if (wasOpen && !page.isDestroyed()) page.reload()
    log.write('phone set-up again', { person: person.person, outcome })
    await pause(outcome.includes('too-many') ? codeAgainAfterMs : retryAfterMs, undefined, { signal }).catch(() => {})
  }
}

class PageGone extends Error {}

/** Asks the phone for a message with a code, reads it in the developer inbox, and lets the phone go on with it. */
async function pressButtons(page: WebContents, person: DemoPerson, options: SetUpOptions, signal: AbortSignal) {
  const request = {
    type: 'bidseal-demo-setup',
    phoneNumber: person.phoneNumber,
    pin: options.world.pinOf(person.person),
  }
  const start = await until(page, signal, isListening)
  if (start !== 'listening') return start
  await post(page, request)
  const sent = await until(page, signal, hasSaid('code-sent'))
  // A message that was sent just before a kill still counts, and another is not sent so soon.
  if (sent !== 'code-sent' && !sent.includes('too-many')) return sent
  const code = await latestCode(options, person.phoneNumber)
  if (code === null) return 'no-message'
  await post(page, { ...request, code })
  return until(page, signal, hasSaid('done'))
}

/** Answers once the page has reached the server and shows something to work with, or says that it has not. */
const isListening = `document.querySelector('#root > :not(.start-page)') !== null ? 'listening'
  : document.querySelector('#root > .start-page button') !== null ? 'no-server' : ''`

/** Answers with what the phone says of itself, once that is the wanted word or a failure. */
const hasSaid = (word: string) =>
  `((said) => said === '${word}' || said.startsWith('failed:') ? said : '')(document.documentElement.dataset.demoSetup ?? '')`

/** Asks the page until it answers something; 'silent' when it takes too long. */
async function until(page: WebContents, signal: AbortSignal, question: string): Promise<string> {
  const endsAt = Date.now() + stepLimitMs
  while (!signal.aborted && Date.now() < endsAt) {
    const answer = await inPage(page, question)
    if (answer !== '') return answer
    await pause(lookIntervalMs)
  }
  return 'silent'
}

const post = (page: WebContents, message: Record<string, string>) =>
  inPage(
    page,
    `delete document.documentElement.dataset.demoSetup; window.postMessage(${JSON.stringify(message)}, location.origin); ''`,
  )

async function inPage(page: WebContents, script: string): Promise<string> {
  if (page.isDestroyed()) throw new PageGone()
  const answer: unknown = await page.executeJavaScript(script).catch(() => {
    throw new PageGone()
  })
  return String(answer)
}

async function latestCode({ server, demoSecret }: SetUpOptions, phoneNumber: string): Promise<string | null> {
  const secret = demoSecret()
  if (secret === null) return null
  const { messages } = await server.call(demoRoutes.inbox, { body: {}, token: secret })
  const own = messages.filter((one) => one.phoneNumber === phoneNumber)
  return own.sort((a, b) => b.at - a.at)[0]?.code ?? null
}

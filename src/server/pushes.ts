import { Readable } from 'node:stream'
import type { Database } from '../node/database.ts'
import type { DesktopPush, PhonePush } from '../protocol/pushes.ts'

/** Server-sent events. What was sent is kept for a while, so that a lost connection loses nothing. */
export interface Pushes {
  send(channel: string, push: DesktopPush | PhonePush): void
  /** A stream of the channels' events: after `lastEventId` those that are kept, then the new ones. */
  listen(channels: string[], lastEventId: number | null): Readable
  closeAll(): void
}

export const phonesChannel = 'phones'
export const accountChannel = (accountId: string) => `account/${accountId}`
export const ticketChannel = (ticketId: string) => `ticket/${ticketId}`
export const sessionChannel = (sessionId: string) => `session/${sessionId}`

const keptForMs = 1_800_000
const heartbeatMs = 15_000
/** A listener that has stopped reading is cut off; it may come back with its last id. */
const bufferLimitInBytes = 1_000_000
/** A program that opens streams without end loses its oldest. */
const listenersOfOneChannel = 8

interface PushRow {
  push_id: number
  payload: string
}

const eventText = ({ push_id, payload }: PushRow) => `id: ${push_id}\ndata: ${payload}\n\n`

export function createPushes(db: Database, now: () => number): Pushes {
  const listeners = new Map<Readable, string[]>()

  function write(stream: Readable, text: string) {
    if (stream.readableLength > bufferLimitInBytes) stream.destroy()
    else stream.push(text)
  }

  return {
    send(channel, push) {
      const payload = JSON.stringify(push)
      db.run('DELETE FROM pushes WHERE at < ?', now() - keptForMs)
      const row = db.get<PushRow>(
        'INSERT INTO pushes (channel, payload, at) VALUES (?, ?, ?) RETURNING push_id, payload',
        channel,
        payload,
        now(),
      )!
      for (const [stream, channels] of listeners) if (channels.includes(channel)) write(stream, eventText(row))
    },
    listen(channels, lastEventId) {
      const stream = new Readable({ read() {}, encoding: 'utf8' })
      const heartbeat = setInterval(() => write(stream, ':\n\n'), heartbeatMs)
      heartbeat.unref()
      stream.once('close', () => {
        clearInterval(heartbeat)
        listeners.delete(stream)
      })
      const [own] = channels
      const others = [...listeners].filter(([, [channel]]) => channel === own)
      for (const [oldest] of others.slice(0, Math.max(0, others.length + 1 - listenersOfOneChannel))) oldest.destroy()
      listeners.set(stream, channels)
      stream.push(':\n\n')
      if (lastEventId !== null) for (const row of missed(db, channels, lastEventId)) stream.push(eventText(row))
      return stream
    },
    closeAll() {
      for (const stream of listeners.keys()) stream.push(null)
    },
  }
}

function missed(db: Database, channels: string[], lastEventId: number): PushRow[] {
  const places = channels.map(() => '?').join(', ')
  return db.all<PushRow>(
    `SELECT push_id, payload FROM pushes WHERE push_id > ? AND channel IN (${places}) ORDER BY push_id LIMIT 1000`,
    lastEventId,
    ...channels,
  )
}

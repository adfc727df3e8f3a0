import { Readable } from 'node:stream'
import type { Database } from '../node/database.ts'
import type { DesktopPush, PhonePush } from '../protocol/pushes.ts'

/** Server-sent events. What was sent is kept for a while, so that a lost connection loses nothing. */
export interface Pushes {
  send(channel: string, push: DesktopPush | PhonePush): void
  /**
   * A stream of the channels' events: after `lastEventId` those that are kept, then the new ones. `address` is given
   * when the channel costs its listener nothing.
   */
  listen(channels: string[], lastEventId: number | null, address?: string): Readable
  closeAll(): void
}

export const phonesChannel = 'phones'
export const accountChannel = (accountId: string) => `account/${accountId}`
export const ticketChannel = (ticketId: string) => `ticket/${ticketId}`
export const sessionChannel = (sessionId: string) => `session/${sessionId}`

const keptForMs = 1_800_000
const replayLimit = 1000
const heartbeatMs = 15_000
/** A listener that has stopped reading is cut off; it may come back with its last id. */
const bufferLimitInBytes = 1_000_000
/** A program that opens streams without end loses its oldest. */
const listenersOfOneChannel = 8
/** Tickets, and so their channels, are free; every desktop of an office watches one or two. */
const listenersOfOneAddress = 1000

interface Listener {
  channels: string[]
  address: string | undefined
}

interface PushRow {
  push_id: number
  payload: string
}

const eventText = ({ push_id, payload }: PushRow) => `id: ${push_id}\ndata: ${payload}\n\n`

export function createPushes(db: Database, now: () => number): Pushes {
  const listeners = new Map<Readable, Listener>()

  function write(stream: Readable, text: string) {
    if (stream.readableLength > bufferLimitInBytes) stream.destroy()
    else stream.push(text)
  }

  /** Makes room for one more of these listeners. */
  function endOldest(isOne: (listener: Listener) => boolean, limit: number) {
    const others = [...listeners].filter(([, listener]) => isOne(listener))
    for (const [oldest] of others.slice(0, Math.max(0, others.length + 1 - limit))) oldest.destroy()
  }

  return {
    send(channel, push) {
      const payload = JSON.stringify(push)
      // By number, so that no gap comes about behind one whose time was told by a clock that has been set right since.
      db.run('DELETE FROM pushes WHERE push_id <= (SELECT MAX(push_id) FROM pushes WHERE at < ?)', now() - keptForMs)
      const row = db.get<PushRow>(
        'INSERT INTO pushes (channel, payload, at) VALUES (?, ?, ?) RETURNING push_id, payload',
        channel,
        payload,
        now(),
      )!
      for (const [stream, { channels }] of listeners) if (channels.includes(channel)) write(stream, eventText(row))
    },
    listen(channels, lastEventId, address) {
      const stream = new Readable({ read() {}, encoding: 'utf8' })
      const heartbeat = setInterval(() => write(stream, ':\n\n'), heartbeatMs)
      heartbeat.unref()
      stream.once('close', () => {
        clearInterval(heartbeat)
        listeners.delete(stream)
      })
      const [own] = channels
      endOldest((other) => other.channels[0] === own, listenersOfOneChannel)
      if (address !== undefined) endOldest((other) => other.address === address, listenersOfOneAddress)
      listeners.set(stream, { channels, address })
      stream.push(':\n\n')
      if (lastEventId !== null) for (const row of missed(db, channels, lastEventId)) stream.push(eventText(row))
      return stream
    },
    closeAll() {
      for (const stream of listeners.keys()) stream.push(null)
    },
  }
}

/**
 * What came after the last event; when some of it is no longer kept, or it is too much, one event that says so: who was
 * away must not believe that it has heard everything.
 */
function missed(db: Database, channels: string[], lastEventId: number): PushRow[] {
  const places = channels.map(() => '?').join(', ')
  const rows = db.all<PushRow>(
    `SELECT push_id, payload FROM pushes WHERE push_id > ? AND channel IN (${places}) ORDER BY push_id LIMIT ?`,
    lastEventId,
    ...channels,
    replayLimit + 1,
  )
  const newest = db.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'pushes'")?.seq ?? 0
  const oldest = db.get<{ push_id: number | null }>('SELECT MIN(push_id) AS push_id FROM pushes')?.push_id ?? newest + 1
  // 0 asks for all that is kept. A higher number than there is comes from before a rollback of this server.
  const hasGap = lastEventId > newest || (lastEventId > 0 && lastEventId < oldest - 1)
  if (!hasGap && rows.length <= replayLimit) return rows
  return [{ push_id: newest, payload: JSON.stringify({ name: 'missed' } satisfies PhonePush & DesktopPush) }]
}

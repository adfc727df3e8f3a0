import { fail } from '../../domain/failure.ts'
import type { Database } from '../../node/database.ts'

export interface Message {
  phoneNumber: string
  text: string
  code: string
  at: number
}

/** Hands a text message to whoever delivers it. */
export type SendMessage = (message: Message) => void

/** 开发者收件箱: in demo mode messages stay here, to be read with the demo secret. */
export function createDemoInbox(db: Database) {
  return {
    send: (({ phoneNumber, text, code, at }) => {
      db.run(
        'INSERT INTO demo_messages (phone_number, text, code, at) VALUES (?, ?, ?, ?)',
        phoneNumber,
        text,
        code,
        at,
      )
      db.run('DELETE FROM demo_messages WHERE message_id <= (SELECT MAX(message_id) FROM demo_messages) - 50')
    }) satisfies SendMessage,
    messages: () =>
      db.all<Message>('SELECT phone_number AS phoneNumber, text, code, at FROM demo_messages ORDER BY message_id DESC'),
  }
}

/** Outside the demo no operator is connected yet, and saying so beats a code that never arrives. */
export const noOperator: SendMessage = () => fail('account.messages-unavailable', {})

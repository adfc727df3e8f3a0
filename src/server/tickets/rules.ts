import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { decodePoint } from '../../domain/sm/sm2-curve.ts'
import { decodeSignature, verifyMessage } from '../../domain/sm/sm2-sign.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { proofToleranceMs } from '../../protocol/request-proof.ts'
import { answerSchemas } from '../../protocol/ticket-answers.ts'
import type { TicketState } from '../../protocol/ticket-states.ts'
import { attachmentDigestOf, labelledMessage, type TicketBody } from '../../protocol/tickets.ts'

export interface NewTicket {
  body: TicketBody
  signature: string
  attachment?: string | undefined
}

/** Fails unless the desktop that the body names has made this ticket now and sent what its digests cover. */
export function checkNewTicket({ body, signature, attachment }: NewTicket, now: number): void {
  if (!isSignedByPoint(body.desktopKey, labelledMessage('ticket', body), signature))
    fail('input.invalid', { field: 'signature' })
  if (decodePoint(bytesOfBase64Url(body.oneTimeKey)!) === null) fail('input.invalid', { field: 'body.oneTimeKey' })
  if (Math.abs(body.createdAt - now) > proofToleranceMs) fail('request.clock-differs', { serverTime: now })
  const wanted = attachmentDigestOf(body)
  const digest = attachment === undefined ? null : base64UrlOf(sm3(bytesOfBase64Url(attachment)!))
  if (digest !== wanted) fail('input.invalid', { field: 'attachment' })
}

/** Whether an encoded SM2 signature by an encoded public point holds. */
export function isSignedByPoint(encodedPoint: string, message: Uint8Array, encodedSignature: string): boolean {
  const point = decodePoint(bytesOfBase64Url(encodedPoint) ?? new Uint8Array())
  const signature = decodeSignature(bytesOfBase64Url(encodedSignature) ?? new Uint8Array())
  return point !== null && signature !== null && verifyMessage(point, message, signature)
}

/** The answer as its kind's schema reads it; the server can judge the shape, the desktop judges the content. */
export function readAnswer(body: TicketBody, answer: unknown): unknown {
  const parsed = answerSchemas[body.kind].safeParse(answer)
  if (!parsed.success) return fail('input.invalid', { field: `answer.${parsed.error.issues[0]?.path.join('.') ?? ''}` })
  if (body.kind === 'seal' && 'items' in parsed.data && parsed.data.items.length !== body.items.length)
    return fail('input.invalid', { field: 'answer.items' })
  return parsed.data
}

/** Why nothing can happen to a ticket any more. */
export function failClosed(state: TicketState): never {
  return state.name === 'expired' ? fail('ticket.expired', {}) : fail('ticket.closed', {})
}

const titles: Record<TicketBody['kind'], string> = {
  identify: 'CA 认证',
  bind: '绑定证书',
  'sync-credit': '同步诚信库',
  'pick-seal': '选择印章',
  seal: '标书签章',
  generate: '生成标书',
  open: '解密标书',
  rewrap: '增加证书',
  rehearse: '解密演练',
}

/** What the phone's history calls a ticket. */
export function actTitleOf(body: TicketBody): string {
  const section = 'section' in body ? body.section : undefined
  return section === undefined ? titles[body.kind] : `${titles[body.kind]}：${section.sectionName}`
}

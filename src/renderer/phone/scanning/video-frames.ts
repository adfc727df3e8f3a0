import { BidsealError, fail } from '../../../domain/failure.ts'
import type { TicketId } from '../../../protocol/tickets.ts'
import { readTicketCode } from './read-code.ts'

/** Whether this page looks through a camera; the simulator's page looks at the computer's window instead. */
export async function hasCamera(): Promise<boolean> {
  // The app's own bundle is a simulator: a computer may well have a camera, but no page of the app is let at it.
  if (location.protocol === 'app:') return false
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => [])
  return devices?.some(({ kind }) => kind === 'videoinput') ?? false
}

/**
 * Looks at the computer's window until a code is read, three seconds at most, and stops the capture at once.
 * Failures: phone.capture-unavailable, phone.code-not-found, phone.code-malformed, task.cancelled.
 */
export async function scanComputerWindow(signal: AbortSignal): Promise<TicketId> {
  // Called within a promise: a phone's browser without a camera has no screen capture either and would throw at once.
  const stream = await Promise.resolve()
    .then(() => navigator.mediaDevices.getDisplayMedia({ video: true }))
    .catch((error: unknown) => fail('phone.capture-unavailable', {}, error))
  return scanStream(stream, { signal, video: document.createElement('video'), patienceMs: 3000 })
}

/** Looks through the camera, showing what it sees, until a code is read or it is stopped. */
export async function scanThroughCamera(video: HTMLVideoElement, signal: AbortSignal): Promise<TicketId> {
  const stream = await navigator.mediaDevices
    .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } })
    .catch((error: unknown) => fail('phone.camera-unavailable', {}, error))
  return scanStream(stream, { signal, video, patienceMs: Number.POSITIVE_INFINITY })
}

interface Watch {
  signal: AbortSignal
  video: HTMLVideoElement
  patienceMs: number
}

async function scanStream(stream: MediaStream, { signal, video, patienceMs }: Watch): Promise<TicketId> {
  try {
    video.srcObject = stream
    video.muted = true
    await video.play()
    const canvas = new OffscreenCanvas(1, 1)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) return fail('phone.code-not-found', {})
    for (const startedAt = performance.now(); ; ) {
      if (signal.aborted) return fail('task.cancelled', {})
      const ticketId = await readFrame(video, canvas, context).catch((error: unknown) => {
        // The first frames may be empty or blurred: only time decides that there is no code.
        if (error instanceof BidsealError && performance.now() - startedAt < patienceMs) return null
        throw error
      })
      if (ticketId !== null) return ticketId
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
  } finally {
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}

async function readFrame(video: HTMLVideoElement, canvas: OffscreenCanvas, context: OffscreenCanvasRenderingContext2D) {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0 || videoHeight === 0) return fail('phone.code-not-found', {})
  canvas.width = videoWidth
  canvas.height = videoHeight
  context.drawImage(video, 0, 0)
  return readTicketCode(context.getImageData(0, 0, videoWidth, videoHeight))
}

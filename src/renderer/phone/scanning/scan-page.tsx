import { Button, PasscodeInput, SpinLoading } from 'antd-mobile'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../domain/failure.ts'
import type { TicketId } from '../../../protocol/tickets.ts'
import { useDesk } from '../desk-context.ts'
import { useNavigation } from '../navigation.ts'
import { FailureNotice } from '../parts/failure-notice.tsx'
import { failureOfError } from '../parts/failure-of-error.ts'
import { Page } from '../parts/page.tsx'
import { readTicketCode } from './read-code.ts'
import { hasCamera, scanComputerWindow, scanThroughCamera } from './video-frames.ts'

type Looking = 'camera' | 'computer' | 'nothing'

/** 开始扫码: camera or computer window, a picture, or the six digits. */
export function ScanPage() {
  const desk = useDesk()
  const { back } = useNavigation()
  const video = useRef<HTMLVideoElement>(null)
  const fileInput = useRef<HTMLInputElement>(null)
  const [looking, setLooking] = useState<Looking>('nothing')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isDropping, setDropping] = useState(false)
  const [isFinding, setFinding] = useState(false)
  const [code, setCode] = useState('')
  const stop = useRef<AbortController | null>(null)

  async function take(find: (signal: AbortSignal) => Promise<TicketId>) {
    stop.current?.abort()
    const stopping = new AbortController()
    stop.current = stopping
    setFailure(null)
    try {
      const ticketId = await find(stopping.signal)
      if (!stopping.signal.aborted) await desk.begin(ticketId)
    } catch (error) {
      if (!stopping.signal.aborted) setFailure(failureOfError(error))
    }
    if (stop.current === stopping) setLooking('nothing')
  }

  async function look() {
    const throughCamera = await hasCamera()
    setLooking(throughCamera ? 'camera' : 'computer')
    await take((signal) =>
      throughCamera && video.current !== null ? scanThroughCamera(video.current, signal) : scanComputerWindow(signal),
    )
  }

  async function takeCode(typed: string) {
    stop.current?.abort()
    setFailure(null)
    setFinding(true)
    await desk.beginTyped(typed).catch((error: unknown) => setFailure(failureOfError(error)))
    setFinding(false)
    setCode('')
  }

  const takePicture = (picture: Blob | null | undefined) => {
    if (picture?.type.startsWith('image/') === true) void take(() => readTicketCode(picture))
  }

  const lookOnce = useRef(look)
  useEffect(() => {
    void lookOnce.current()
    return () => stop.current?.abort()
  }, [])

  const takePasted = useRef(takePicture)
  takePasted.current = takePicture
  useEffect(() => {
    const onPaste = ({ clipboardData }: ClipboardEvent) => takePasted.current(clipboardData?.files[0])
    window.addEventListener('paste', onPaste)
    return () => window.removeEventListener('paste', onPaste)
  }, [])

  const dropping = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault()
      setDropping(true)
    },
    onDragLeave: () => setDropping(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setDropping(false)
      takePicture(event.dataTransfer.files[0])
    },
  }

  return (
    <Page title="扫码" onBack={back}>
      <div className={isDropping ? 'scan-view dropping' : 'scan-view'} {...dropping}>
        <video ref={video} playsInline muted hidden={looking !== 'camera'} />
        {looking === 'computer' && <SpinLoading color="white" />}
        {looking === 'nothing' && <p>请在电脑上打开二维码，然后重新识别。也可以把二维码图片拖到这里，或者粘贴。</p>}
      </div>
      <FailureNotice failure={failure} />
      <div className="scan-actions">
        <Button onClick={look} disabled={looking !== 'nothing'}>
          重新识别
        </Button>
        <Button onClick={() => fileInput.current?.click()}>选择图片</Button>
        <input
          ref={fileInput}
          type="file"
          accept="image/*"
          hidden
          onChange={(event) => {
            takePicture(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      <div className="block">
        <h3>相机用不了？输入电脑上的六位数字</h3>
        <div className="code-input">
          <PasscodeInput
            plain
            length={6}
            seperated
            value={code}
            onChange={setCode}
            onFill={(typed) => void takeCode(typed)}
            aria-label="电脑上的六位数字"
          />
        </div>
        <p className="quiet-text center">{isFinding ? '正在查找并与电脑核对…' : '输满六位自动提交'}</p>
      </div>
    </Page>
  )
}

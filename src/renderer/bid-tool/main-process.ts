import { connect } from '../desktop/client.ts'
import { hooksFor } from '../desktop/hooks.ts'
import { windowWire } from '../desktop/wire.ts'

/** The one way of this window to main. */
export const mainProcess = connect(
  async () => (await import('../../contract/desktop.ts')).bidToolContract,
  windowWire(),
)
export const { useAnswer, useRefreshOn } = hooksFor(mainProcess)

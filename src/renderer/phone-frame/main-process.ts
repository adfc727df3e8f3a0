import { connect } from '../desktop/client.ts'
import { hooksFor } from '../desktop/hooks.ts'
import { windowWire } from '../desktop/wire.ts'

/** The one way of this window to main. */
export const { useAnswer, useCommand, useRefreshOn } = hooksFor(
  connect(async () => (await import('../../contract/desktop.ts')).phoneFrameContract, windowWire()),
)

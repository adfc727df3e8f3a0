import { bidToolContract } from '../../contract/desktop.ts'
import { connect } from '../desktop/client.ts'
import { hooksFor } from '../desktop/hooks.ts'
import { windowWire } from '../desktop/wire.ts'

/** The one way of this window to main. */
export const mainProcess = connect(bidToolContract, windowWire())
export const { useAnswer, useRefreshOn } = hooksFor(mainProcess)

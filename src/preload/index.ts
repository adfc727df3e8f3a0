import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { Channel, Message, Wire } from '../contract/wire.ts'

const channel: Channel = 'bidseal'
const post = (message: Message) => ipcRenderer.invoke(channel, message)

const wire: Wire = {
  invoke: (name, callId, input) => post({ verb: 'invoke', name, callId, input }),
  cancel: (callId) => {
    void post({ verb: 'cancel', callId })
  },
  listen: (name, listener) => {
    const relay = (_event: IpcRendererEvent, arrived: unknown, payload: unknown) => {
      if (arrived === name) listener(payload)
    }
    ipcRenderer.on(channel, relay)
    return () => {
      ipcRenderer.off(channel, relay)
    }
  },
}

contextBridge.exposeInMainWorld('bidseal', wire)

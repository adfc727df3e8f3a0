import { z } from 'zod'
import { call, event } from './define.ts'

/** A demo person (演示人员) whose phone the simulator plays: names the partition that holds their share. */
export const PersonId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .brand('PersonId')
export type PersonId = z.infer<typeof PersonId>

const WindowToOpen = z.discriminatedUnion('window', [
  z.object({ window: z.literal('bid-tool') }),
  z.object({ window: z.literal('opening-hall') }),
  z.object({ window: z.literal('phone'), person: PersonId }),
])
export type WindowToOpen = z.infer<typeof WindowToOpen>

const ServerState = z.object({
  mode: z.enum(['offline-demo', 'online']),
  state: z.enum(['starting', 'ready', 'down']),
  origin: z.string().nullable(),
})
export type ServerState = z.infer<typeof ServerState>

// Every window
const everyWindow = {
  'app.about': call(
    z.object({}),
    z.object({ name: z.string(), version: z.string(), runtime: z.string(), isOfflineDemo: z.boolean() }),
  ),
  'app.openWindow': call(WindowToOpen, z.object({})),
  'server.state': call(z.object({}), ServerState),
  'server.changed': event(ServerState),
} as const

/** What the window 投标工具 may ask of main. Adding a line is adding an attack surface. */
export const bidToolContract = {
  ...everyWindow,
} as const
export type BidToolContract = typeof bidToolContract

/** What the window 开标大厅 may ask of main. */
export const openingHallContract = {
  ...everyWindow,
} as const
export type OpeningHallContract = typeof openingHallContract

/** Each desktop window and the only slice of the contract it is served. */
export const contractOfWindow = { 'bid-tool': bidToolContract, 'opening-hall': openingHallContract } as const
export type DesktopWindow = keyof typeof contractOfWindow

/** Everything that main must be able to answer. */
export const desktopContract = { ...bidToolContract, ...openingHallContract } as const
export type DesktopContract = typeof desktopContract

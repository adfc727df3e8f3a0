import type { GeneratingOrders } from '../bid-file/orders.ts'
import type { OpeningOrders } from '../opening/orders.ts'

/** Everything that the threads do with bids. */
export type BidOrders = GeneratingOrders & OpeningOrders

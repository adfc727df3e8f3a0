import { engineRoom } from '../../domain/sm/engine-room.ts'
import { generatingActs } from '../bid-file/generating-acts.ts'
import { openingActs } from '../opening/opening-acts.ts'
import { answerOrders } from './answer-orders.ts'
import type { BidOrders } from './bid-orders.ts'

const room = engineRoom()
answerOrders<BidOrders>({ ...generatingActs(room), ...openingActs(room) })

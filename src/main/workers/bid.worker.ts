import { generatingActs } from '../bid-file/generating-acts.ts'
import type { GeneratingOrders } from '../bid-file/orders.ts'
import { answerOrders } from './answer-orders.ts'

answerOrders<GeneratingOrders>(generatingActs())

import { answerOrders } from '../workers/answer-orders.ts'
import { type VerificationOrders, verificationActs } from './verification-work.ts'

answerOrders<VerificationOrders>(verificationActs)

import { answerOrders } from '../workers/answer-orders.ts'
import { verificationActs } from './verification-acts.ts'
import type { VerificationOrders } from './verification-work.ts'

answerOrders<VerificationOrders>(verificationActs)

import { pdfActs } from '../signing/pdf-acts.ts'
import type { PdfOrders } from '../signing/pdf-orders.ts'
import { answerOrders } from './answer-orders.ts'

answerOrders<PdfOrders>(pdfActs)

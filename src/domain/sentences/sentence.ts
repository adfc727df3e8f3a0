import type { FailureCode, FailureDetails } from '../failure.ts'

export type Language = 'zh-CN' | 'en'

/** What a person reads for each failure: what happened, why, and what to do next. */
export type Sentences = { [C in FailureCode]: Record<Language, (details: FailureDetails[C]) => string> }

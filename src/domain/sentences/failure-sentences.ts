import type { Failure } from '../failure.ts'
import { bidFileSentences } from './bid-file.ts'
import { cosignSentences } from './cosign.ts'
import { desktopSentences } from './desktop.ts'
import { documentsSentences } from './documents.ts'
import { everywhereSentences } from './everywhere.ts'
import { phoneSentences } from './phone.ts'
import { pkiSentences } from './pki.ts'
import type { Language, Sentences } from './sentence.ts'
import { serverSentences } from './server.ts'

const failureSentences: Sentences = {
  ...everywhereSentences,
  ...pkiSentences,
  ...documentsSentences,
  ...bidFileSentences,
  ...serverSentences,
  ...phoneSentences,
  ...cosignSentences,
  ...desktopSentences,
}

/** The sentence of a failure in one language. */
export function sentenceOf(failure: Failure, language: Language = 'zh-CN'): string {
  const sentence = failureSentences[failure.code][language] as (details: unknown) => string
  return sentence(failure.details)
}
